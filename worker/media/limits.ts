/** What an upload may be at most. Checked on headers, before anything is decoded. */
export type MediaLimits = {
  imagePixels: number;
  /** Longest side of a picture or video frame, in pixels. */
  sidePixels: number;
  mediaDurationMs: number;
  fps: number;
  videoFrames: number;
  /** Picture and sound streams of one file. */
  streams: number;
  /** All tracks of one file: streams, subtitles, timecodes, data. */
  tracks: number;
};

export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  imagePixels: 33_000_000,
  sidePixels: 8192,
  mediaDurationMs: 60 * 60 * 1000,
  fps: 120,
  videoFrames: 216_000,
  streams: 8,
  tracks: 64,
};
