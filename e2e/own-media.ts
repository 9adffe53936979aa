import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filmFace } from '../test/drawn-footage.ts';
import { makeTone } from '../worker/media/made-media.ts';

/** Footage and a recording of one's own, drawn and computed. */
export type OwnMedia = AsyncDisposable & {
  /** Two people side by side. */
  footage: string;
  recording: string;
  /** One person, in a file with much that no player needs. */
  large: { path: string; bytes: number; sha256: string };
};

/** More than the buffers between a browser and a server hold. */
const PADDING_BYTES = 60_000_000;

export async function makeOwnMedia(): Promise<OwnMedia> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-own-'));
  const [footage, recording, path] = ['two.mp4', 'voice.wav', 'large.mp4'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await filmFace(footage, { width: 640, height: 320, fps: 25, frames: 30, people: 2 });
  makeTone(recording, { seconds: 1.2, sampleRateHz: 22_050, hertz: 220, level: 0.5 });
  await filmFace(path, { width: 320, height: 320, fps: 25, frames: 10 });
  await appendFile(path, freeBox(PADDING_BYTES));
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ...{ footage, recording, large: { path, bytes: bytes.length, sha256 } },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A part of an MP4 file that players skip (ISO/IEC 14496-12, 8.1.2), no two stretches of it alike. */
function freeBox(length: number): Buffer {
  const box = Buffer.alloc(length + 8);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  for (let at = 8; at + 4 <= box.length; at += 4) box.writeUInt32BE(at, at);
  return box;
}
