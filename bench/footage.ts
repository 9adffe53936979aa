import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPortrait } from '#/services/portraits/list-portraits.ts';
import { emptyFrame, paintShot } from '../test/drawn-footage.ts';
import { aigcLabel } from '../worker/media/aigc.ts';
import { encodeVideo } from '../worker/media/encode-still-video.ts';
import { createFrameRing, FrameRingWriter } from '../worker/media/frame-ring.ts';
import { fitPicture, loadStill } from '../worker/media/still.ts';
import { type Claim, claimOf } from './claim.ts';
import { runJob, slotWork, stagedFile, startSlot } from './slot-job.ts';

const SIZE = { width: 1280, height: 720 };
const FPS = 25;
const FOOTAGE_FRAMES = 100;
const SAMPLES = 3;
const TEXT =
  'Welcome back. Today a person in real footage says something new, and nobody should see where the old mouth was. Please watch the lips closely.';

/** `video720.realtime` and `preview.firstPlayableS`: a person who moves through 720p footage says a new text. */
export async function measureFootageJob(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  try {
    const video = join(folder, 'footage.mp4');
    await film(video);
    await using slot = await startSlot();
    const work = slotWork({
      type: 'digital_human',
      input: { speech_text: TEXT },
      files: { video: stagedFile(video) },
      workDir: folder,
    });
    const { durationS } = await runJob(slot, work);
    const walls: number[] = [];
    const playable: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      const startedAt = performance.now();
      const since = () => (performance.now() - startedAt) / 1000;
      await runJob(slot, work, {
        onPreview: ({ number }) => number === 1 && playable.push(since()),
      });
      walls.push(since());
    }
    return [
      claimOf({
        name: 'video720.realtime',
        unit: '×',
        target: { atLeast: 2 },
        samples: walls.map((wall) => durationS / wall),
        notes: [
          `${durationS.toFixed(1)} s of 720p footage at ${FPS} fps, face about 300 pixels high`,
        ],
      }),
      claimOf({
        name: 'preview.firstPlayableS',
        unit: 's',
        target: { atMost: 3 },
        samples: playable,
        notes: ['from the start of the job in a warm slot to the first piece that plays'],
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A built-in person who sways through the picture, as a camera would record it. */
async function film(path: string): Promise<void> {
  const portrait = findPortrait('portrait:host');
  if (!portrait) throw new Error('the portrait is not there');
  const drawn = await loadStill(portrait.path, { allowSvg: true });
  const picture = await fitPicture(drawn, { width: 720, height: 720 });
  const ring = createFrameRing({ frameBytes: SIZE.width * SIZE.height * 4, slots: FOOTAGE_FRAMES });
  const writer = new FrameRingWriter(ring);
  for (let index = 0; index < FOOTAGE_FRAMES; index++) {
    const frame = emptyFrame(SIZE.width, SIZE.height);
    const angle = 0.04 * Math.sin(index / 12);
    paintShot(frame, picture, { x: 640 + 40 * Math.sin(index / 20), y: 360, scale: 1, angle });
    writer.reserve()?.set(frame.data);
    writer.commit();
  }
  writer.end();
  encodeVideo({
    ...SIZE,
    ring,
    fps: FPS,
    frames: FOOTAGE_FRAMES,
    audioPath: null,
    outputPath: path,
    format: 'mp4',
    quality: 'high',
    label: null,
    metadata: { aigc: aigcLabel({ producer: 'mouthpiece', produceId: 'bench' }) },
  });
}
