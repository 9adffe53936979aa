import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SlotHandle } from '../worker/slots/slot-handle.ts';
import type { SlotWork } from '../worker/slots/slot-messages.ts';
import { type Claim, claimOf } from './claim.ts';
import { filmFootage } from './film-footage.ts';
import { writeHum } from './hum.ts';
import { peakMemoryMb } from './peak-memory.ts';
import { runJob, slotWork, stagedFile, startSlot } from './slot-job.ts';

const SIZE = { width: 1280, height: 720 };
const FPS = 25;
/** Longer than the text is spoken, so that the face is followed in every frame of the video. */
const FRAMES = 320;
const SAMPLES = 3;
const TEXT =
  'Welcome back. Today a person in real footage says something new, and nobody should see where the old mouth was. Please watch the lips closely.';
/** Of the footage whose length is what matters. */
const LONG = { width: 320, height: 180, fps: 10, period: 50 };
const MINUTE_S = 60;

type Times = { firstFrame: number; playable: number; wall: number };

/**
 * `video720.realtime`, `preview.firstPlayableS`, `second.sameFootage` and `memory.footageRatio`: a person who moves through
 * footage says a new text.
 */
export async function measureFootageJob(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  try {
    const video = await filmFootage(join(folder, 'footage.mp4'), {
      ...SIZE,
      fps: FPS,
      frames: FRAMES,
      period: 125,
    });
    await using slot = await startSlot();
    const work = slotWork({
      type: 'digital_human',
      input: { speech_text: TEXT },
      files: { video: stagedFile(video) },
      workDir: folder,
    });
    const { durationS, faceTrack } = await runJob(slot, work);
    if (!faceTrack) throw new Error('the face was not followed');
    const known = { path: join(folder, 'known'), blob: 'known' };
    await copyFile(faceTrack.path, known.path);
    const first: Times[] = [];
    const second: Times[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      first.push(await timesOf(slot, work));
      second.push(await timesOf(slot, { ...work, faceTrack: known }));
    }
    return [...claimsOf(durationS, first, second), await measureMemory(folder)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timesOf(slot: SlotHandle, work: SlotWork): Promise<Times> {
  const startedAt = performance.now();
  const since = () => (performance.now() - startedAt) / 1000;
  let [firstFrame, playable] = [0, 0];
  await runJob(slot, work, {
    onProgress: ({ stage }) => {
      if (stage === 'rendering') firstFrame ||= since();
    },
    onPreview: ({ number }) => {
      if (number === 1) playable = since();
    },
  });
  return { firstFrame, playable, wall: since() };
}

function claimsOf(durationS: number, first: Times[], second: Times[]): Claim[] {
  const ratios = (what: keyof Times) =>
    first.map((times, i) => (second[i]?.[what] ?? Number.NaN) / times[what]);
  const median = (what: keyof Times) => ratios(what).sort((a, b) => a - b)[SAMPLES >> 1];
  return [
    claimOf({
      name: 'video720.realtime',
      unit: '×',
      target: { atLeast: 2 },
      samples: first.map(({ wall }) => durationS / wall),
      notes: [
        `${durationS.toFixed(1)} s of 720p footage at ${FPS} fps, face about 300 pixels high, followed in every frame`,
      ],
    }),
    claimOf({
      name: 'preview.firstPlayableS',
      unit: 's',
      target: { atMost: 3 },
      samples: first.map(({ playable }) => playable),
      notes: ['from the start of the job in a warm slot to the first piece that plays'],
    }),
    claimOf({
      name: 'second.sameFootage',
      unit: '×',
      target: { atMost: 0.8 },
      samples: ratios('wall'),
      notes: [
        'whole job of the second video of the same footage ÷ that of the first',
        `to its first frame ${median('firstFrame')?.toFixed(2)} ×, to the first piece that plays ${median('playable')?.toFixed(2)} ×`,
        `second video at ${(durationS / (second[SAMPLES >> 1]?.wall ?? Number.NaN)).toFixed(2)} × real time`,
      ],
    }),
  ];
}

/** Peak memory of a slot that followed a face through ten minutes of footage ÷ that through one minute. */
async function measureMemory(folder: string): Promise<Claim> {
  const peakAfter = async (minutes: number) => {
    const seconds = minutes * MINUTE_S;
    const path = join(folder, `${minutes}.mp4`);
    const video = await filmFootage(path, { ...LONG, frames: seconds * LONG.fps });
    const audio = writeHum(join(folder, `${minutes}.wav`), seconds);
    return peakMemoryMb(
      slotWork({
        type: 'lipsync',
        input: {},
        files: { video: stagedFile(video), audio: stagedFile(audio) },
        workDir: folder,
        options: { quality: 'draft' },
      }),
    );
  };
  const one = await peakAfter(1);
  const ten = await peakAfter(10);
  return claimOf({
    name: 'memory.footageRatio',
    unit: '×',
    target: { atMost: 1.15 },
    samples: [ten / one],
    notes: [
      `one minute ${one.toFixed(0)} MB, ten minutes ${ten.toFixed(0)} MB of resident memory at most, footage as long as the sound`,
    ],
  });
}
