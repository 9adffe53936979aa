const PATHS = {
  plus: 'M10 4v12M4 10h12',
  play: 'M6.5 4.5v11l9-5.5z',
  pause: 'M7 5v10M13 5v10',
  download: 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12',
  close: 'M5 5l10 10M15 5L5 15',
  sun: 'M10 6.7a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 0 0 0-6.6M10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z',
  alert: 'M10 6.5v4.2M10 13.6v.1M10 2.8l7.6 13.4H2.4z',
  info: 'M10 9.3v4.2M10 6.4v.1M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4z',
  wave: 'M3 10h1.5M6.5 7v6M9.5 4v12M12.5 7.5v5M15.5 9v2',
  create: 'M3.5 4.5h13v11h-13zM8.3 7.5v5l4-2.5z',
  tasks: 'M3.5 5h1.5M8 5h8.5M3.5 10h1.5M8 10h8.5M3.5 15h1.5M8 15h8.5',
  library: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z',
  system: 'M3 10h3.2l2-5.5 3.4 11 2.2-5.5H17',
  keys: 'M12.6 3.5a3.9 3.9 0 1 0 0 7.8a3.9 3.9 0 0 0 0-7.8M9.8 10.2L3.5 16.5M5.6 14.4l2 2',
  leave:
    'M12 6V4.5A1.5 1.5 0 0 0 10.5 3h-5A1.5 1.5 0 0 0 4 4.5v11A1.5 1.5 0 0 0 5.5 17h5a1.5 1.5 0 0 0 1.5-1.5V14M8.5 10H17M14 7l3 3-3 3',
  upload: 'M10 16.5v-9M6 11l4-4 4 4M4 3.5h12',
  film: 'M3.5 4.5h13v11h-13zM7 4.5v11M13 4.5v11',
  sound: 'M4 8v4h2.5L10 15V5L6.5 8zM12.5 7.5a3.5 3.5 0 0 1 0 5M14.7 5.3a6.6 6.6 0 0 1 0 9.4',
  trash: 'M4 6h12M8 6V4.2h4V6M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  search: 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6a5.3 5.3 0 0 0 0-10.6M12.7 12.7l3.8 3.8',
  link: 'M8.5 11.5l3-3M9 6.5l1.8-1.8a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-1.8 1.8a3.2 3.2 0 0 1-4.5-4.5L6.5 9',
  chevron: 'M6 8l4 4 4-4',
  guides: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M10 8v4M8 10h4',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words; it says nothing by itself. */
export function Icon(props: { name: IconName; size?: number }) {
  const size = props.size ?? 20;
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={props.name === 'play' ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[props.name]} />
    </svg>
  );
}
