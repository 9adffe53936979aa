import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPortrait } from '#/services/portraits/list-portraits.ts';
import { SlotCancelled } from '../worker/slots/slot-handle.ts';
import { type Claim, claimOf, meets, percentile } from './claim.ts';
import { writeHum } from './hum.ts';
import { peakMemoryMb } from './peak-memory.ts';
import { runJob, slotWork, stagedFile, startSlot } from './slot-job.ts';

const CANCELS = 40;
const SECOND_SAMPLES = 3;
const MINUTE_S = 60;

/** `cancel.p99Ms`, `second.sameAvatar` and `memory.lengthRatio`, each on slots as the worker starts them. */
export async function measureSlots(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  try {
    return [await measureCancel(folder), await measureSecond(folder), await measureMemory(folder)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function portraitPath(): string {
  const portrait = findPortrait('portrait:teacher');
  if (!portrait) throw new Error('the portrait is not there');
  return portrait.path;
}

function talk(folder: string, text: string) {
  return slotWork({
    type: 'digital_human',
    input: { speech_text: text },
    files: { image: stagedFile(portraitPath()) },
    workDir: folder,
    options: { resolution: '512x512' },
  });
}

/** From the abort of a rendering attempt until its slot is free. */
async function measureCancel(folder: string): Promise<Claim> {
  await using slot = await startSlot();
  const work = talk(folder, 'All work and no play makes a very long recording. '.repeat(30));
  const delays: number[] = [];
  for (let i = 0; i < CANCELS; i++) {
    const controller = new AbortController();
    let abortedAt = 0;
    await runJob(slot, work, {
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'rendering' || abortedAt > 0) return;
        abortedAt = performance.now();
        controller.abort();
      },
    }).catch((error: unknown) => {
      if (!(error instanceof SlotCancelled)) throw error;
    });
    delays.push(performance.now() - abortedAt);
  }
  const sorted = delays.toSorted((a, b) => a - b);
  const value = percentile(sorted, 99);
  const target = { atMost: 1000 };
  return {
    name: 'cancel.p99Ms',
    value,
    unit: 'ms',
    target,
    holds: meets(value, target),
    samples: CANCELS,
    spread: null,
    notes: [`median ${percentile(sorted, 50).toFixed(0)} ms; the slot lives on: ${slot.alive}`],
  };
}

/** Start to first frame of the second video of a person ÷ that of the first, in one slot. */
async function measureSecond(folder: string): Promise<Claim> {
  const ratios: number[] = [];
  const notes: string[] = [];
  for (let i = 0; i < SECOND_SAMPLES; i++) {
    await using slot = await startSlot();
    const toFirstFrame = async () => {
      const startedAt = performance.now();
      let first = 0;
      await runJob(slot, talk(folder, 'Hello.'), {
        onProgress: ({ stage }) => {
          if (stage === 'rendering') first ||= performance.now() - startedAt;
        },
      });
      return first;
    };
    const first = await toFirstFrame();
    const second = await toFirstFrame();
    ratios.push(second / first);
    notes.push(`first ${first.toFixed(0)} ms, second ${second.toFixed(0)} ms`);
  }
  return claimOf({
    name: 'second.sameAvatar',
    unit: '×',
    target: { atMost: 0.5 },
    samples: ratios,
    notes,
  });
}

/** Peak memory of a slot that made ten minutes ÷ that of one that made one minute. */
async function measureMemory(folder: string): Promise<Claim> {
  const peakAfter = (minutes: number) =>
    peakMemoryMb(
      slotWork({
        type: 'lipsync',
        input: {},
        files: {
          image: stagedFile(portraitPath()),
          audio: stagedFile(writeHum(join(folder, `${minutes}.wav`), minutes * MINUTE_S)),
        },
        workDir: folder,
        options: { resolution: '360x360', quality: 'draft' },
      }),
    );
  const one = await peakAfter(1);
  const ten = await peakAfter(10);
  return claimOf({
    name: 'memory.lengthRatio',
    unit: '×',
    target: { atMost: 1.15 },
    samples: [ten / one],
    notes: [
      `one minute ${one.toFixed(0)} MB, ten minutes ${ten.toFixed(0)} MB of resident memory at most`,
    ],
  });
}
