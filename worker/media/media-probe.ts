/** What a file is, by its content. Absent properties are null. */
export type MediaProbe = {
  kind: 'image' | 'audio' | 'video';
  mime: string;
  container: string;
  /** null for pictures. */
  durationMs: number | null;
  /** Display size: after rotation. */
  width: number | null;
  height: number | null;
  fps: number | null;
  videoCodec: string | null;
  audioCodec: string | null;
  audioSampleRateHz: number | null;
  audioChannels: number | null;
  /** Clockwise degrees already counted in width and height. */
  rotation: 0 | 90 | 180 | 270;
  hasAlpha: boolean;
};
