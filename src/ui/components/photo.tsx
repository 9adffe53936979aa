import type { ComponentProps } from 'react';

/** A picture as the server or the person gave it: signed links and local files are not for an image optimiser. */
export function Photo(props: ComponentProps<'img'> & { src: string; alt: string }) {
  const { alt, ...rest } = props;
  // biome-ignore lint/performance/noImgElement: see above
  return <img alt={alt} decoding="async" draggable={false} {...rest} />;
}
