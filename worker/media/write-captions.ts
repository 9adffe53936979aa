import { writeFileSync } from 'node:fs';
import type { CaptionCue } from './caption-cues.ts';

/** Writes captions as WebVTT. */
export function writeVtt(path: string, cues: readonly CaptionCue[]): void {
  const blocks = cues.map(
    ({ lines, ...cue }) => `${times(cue, '.')}\n${lines.map(escaped).join('\n')}\n`,
  );
  writeFileSync(path, ['WEBVTT\n', ...blocks].join('\n'));
}

/** Writes captions as SubRip. */
export function writeSrt(path: string, cues: readonly CaptionCue[]): void {
  const blocks = cues.map(
    ({ lines, ...cue }, index) =>
      `${index + 1}\n${times(cue, ',')}\n${lines.map(unarrowed).join('\n')}\n`,
  );
  writeFileSync(path, blocks.join('\n'));
}

function times({ startMs, endMs }: { startMs: number; endMs: number }, point: string): string {
  return `${clock(startMs, point)} --> ${clock(endMs, point)}`;
}

function clock(timeMs: number, point: string): string {
  const ms = Math.max(0, Math.round(timeMs));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60];
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${point}${String(ms % 1000).padStart(3, '0')}`;
}

function escaped(line: string): string {
  return line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** SubRip has no escapes; an arrow in the text would look like times. */
function unarrowed(line: string): string {
  return line.replace(/-->/g, '→');
}
