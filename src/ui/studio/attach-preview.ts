const HLS_MIME = 'application/vnd.apple.mpegurl';

/** Plays a growing HLS playlist from its beginning in a video element. @returns how to let go of it */
export function attachPreview(video: HTMLVideoElement, url: string): () => void {
  let left = false;
  let release = () => {};
  void attach(video, url, () => left).then((end) => {
    release = end;
    if (left) end();
  });
  return () => {
    left = true;
    release();
  };
}

async function attach(
  video: HTMLVideoElement,
  url: string,
  isLeft: () => boolean,
): Promise<() => void> {
  const native = () => {
    video.src = url;
    return () => {
      video.removeAttribute('src');
      video.load();
    };
  };
  if (!('MediaSource' in window || 'ManagedMediaSource' in window)) {
    return video.canPlayType(HLS_MIME) ? native() : () => undefined;
  }
  const { default: Hls } = await import('hls.js/light');
  if (isLeft()) return () => undefined;
  if (!Hls.isSupported()) return video.canPlayType(HLS_MIME) ? native() : () => undefined;
  const hls = new Hls({ startPosition: 0, enableWorker: false, maxBufferLength: 60 });
  hls.on(Hls.Events.ERROR, (_event, { fatal, type }) => {
    if (!fatal) return;
    // The final file follows in any case; what can't be shown before it is left out.
    if (type === Hls.ErrorTypes.NETWORK_ERROR) hls.startLoad();
    else hls.destroy();
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => hls.destroy();
}
