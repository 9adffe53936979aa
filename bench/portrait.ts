import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngines } from '../worker/engines/registry.ts';
import { aigcLabel } from '../worker/media/aigc.ts';
import { encodeVideo } from '../worker/media/encode-still-video.ts';
import { createFrameRing, FrameRingReader, FrameRingWriter } from '../worker/media/frame-ring.ts';
import { loadStill } from '../worker/media/still.ts';
import { readVideo } from '../worker/media/video-reader.ts';
import type { SlotProduct } from '../worker/slots/slot-messages.ts';
import { trackFromPhonemes } from '../worker/speech/track-from-phonemes.ts';
import { chooseFace } from '../worker/vision/choose-face.ts';
import { createFaceFinder } from '../worker/vision/find-faces.ts';
import { type Claim, claimOf } from './claim.ts';
import { drawPortrait } from './draw-portrait.ts';
import { runJob, slotWork, stagedFile, startSlot } from './slot-job.ts';

const SIDE = 512;
const FPS = 25;
const SAMPLES = 5;
const TEXT =
  'Welcome to this short course on how a portrait learns to speak. We begin with the lips, and we move on to the eyes. Please keep in mind that every small pause matters, because people notice the moments between the words. Now let us look at one example after another, slowly, and without any hurry at all.';

type StageCost = { name: string; wallS: number; cpuS: number; frames: number };

/** `portrait.realtime` and `job.overLimit`: one warm slot making a 512² video, beside each of its stages alone. */
export async function measurePortrait(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  try {
    const picture = await drawPortrait(join(folder, 'portrait.png'), SIDE);
    const { walls, product } = await runJobs(folder, picture);
    await measureStages(folder, picture);
    const stages = await measureStages(folder, picture);
    const cores = availableParallelism();
    const cpuS = stages.jobStages.reduce((sum, stage) => sum + stage.cpuS, 0);
    const slowestS = Math.max(...stages.jobStages.map((stage) => stage.wallS));
    const limitS = Math.max(cpuS / cores, slowestS);
    const frames = Math.ceil(product.durationS * FPS);
    const noteOf = ({ name, wallS, cpuS: cpu, frames: done }: StageCost) =>
      `${name.padEnd(18)} alone ${wallS.toFixed(2)} s, ${cpu.toFixed(2)} CPU s, ${Math.round(done / wallS)} fps`;
    return [
      claimOf({
        name: 'portrait.realtime',
        unit: '×',
        target: { atLeast: 4 },
        samples: walls.map((wall) => product.durationS / wall),
        notes: [
          `${product.durationS.toFixed(1)} s of video at ${SIDE}², ${FPS} fps, ${cores} cores, ${frames} frames`,
        ],
      }),
      claimOf({
        name: 'job.overLimit',
        unit: '×',
        target: { atMost: 1.2 },
        samples: walls.map((wall) => wall / limitS),
        notes: [
          `limit ${limitS.toFixed(2)} s = max(${cpuS.toFixed(2)} CPU s ÷ ${cores} cores, slowest stage ${slowestS.toFixed(2)} s)`,
          ...stages.jobStages.map(noteOf),
          `${noteOf(stages.transcode)} (for comparison)`,
        ],
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runJobs(
  folder: string,
  picture: string,
): Promise<{ walls: number[]; product: SlotProduct }> {
  await using slot = await startSlot();
  const work = slotWork({
    type: 'digital_human',
    input: { speech_text: TEXT },
    options: { fps: FPS },
    files: { image: stagedFile(picture) },
    workDir: folder,
  });
  let product = await runJob(slot, work);
  const walls: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const startedAt = performance.now();
    product = await runJob(slot, work);
    walls.push((performance.now() - startedAt) / 1000);
  }
  return { walls, product };
}

/** Each stage of the same job, one after the other, with the whole machine to itself. */
async function measureStages(
  folder: string,
  picturePath: string,
): Promise<{ jobStages: StageCost[]; transcode: StageCost }> {
  await using engines = await openEngines();
  await using faces = await createFaceFinder();
  const speech = await costOf('speech', async () => {
    const phonemes = [];
    let samples = 0;
    const engine = engines.speech(undefined);
    const context = { signal: new AbortController().signal, progress: () => {} };
    for await (const piece of engine.speak(
      { text: TEXT, voice: engines.voiceFor(TEXT) },
      context,
    )) {
      phonemes.push(...piece.phonemes);
      samples += piece.samples.length;
    }
    const durationMs = (samples / engine.sampleRateHz) * 1000;
    return { phonemes, durationMs, frames: Math.ceil((durationMs * FPS) / 1000) };
  });
  const { phonemes, durationMs, frames } = speech.value;
  const analysis = await costOf('analyse', async () => {
    const picture = await loadStill(picturePath);
    const face = chooseFace(await faces.find(picture));
    const track = trackFromPhonemes({ phonemes, durationMs, fps: FPS });
    const renderer = engines.lips(undefined)({
      picture,
      face,
      track,
      expression: 0.5,
      headMotion: 0.3,
      seed: 1,
    });
    return { renderer, frames };
  });
  const { renderer } = analysis.value;
  const ring = createFrameRing({ frameBytes: SIDE * SIDE * 4, slots: frames });
  const render = await costOf('render', async () => {
    const writer = new FrameRingWriter(ring);
    for (let index = 0; index < frames; index++) {
      const frame = writer.reserve();
      if (frame) renderer.render(index, frame);
      writer.commit();
    }
    writer.end();
    return { frames };
  });
  const outputPath = join(folder, 'alone.mp4');
  const shape = {
    width: SIDE,
    height: SIDE,
    fps: FPS,
    frames,
    format: 'mp4',
    quality: 'standard',
  } as const;
  const metadata = { aigc: aigcLabel({ producer: 'mouthpiece', produceId: 'bench' }) };
  const audioPath = join(folder, 'speech.wav');
  const encode = await costOf('encode', async () => {
    encodeVideo({
      ...shape,
      ring,
      audioPath,
      outputPath,
      label: { text: 'AI-generated' },
      metadata,
    });
    return { frames };
  });
  return {
    jobStages: [speech, analysis, render, encode].map(({ cost }) => cost),
    transcode: await measureTranscode(outputPath, { ...shape, metadata }),
  };
}

/** Decoding the finished video and encoding it again, without sound or label. */
async function measureTranscode(
  path: string,
  shape: Pick<
    Parameters<typeof encodeVideo>[0],
    'width' | 'height' | 'fps' | 'frames' | 'format' | 'quality' | 'metadata'
  >,
): Promise<StageCost> {
  const ring = createFrameRing({ frameBytes: shape.width * shape.height * 4, slots: shape.frames });
  const writer = new FrameRingWriter(ring);
  const { cost } = await costOf('plain transcode', async () => {
    for (const { picture } of readVideo(path)) {
      writer.reserve()?.set(picture.data);
      writer.commit();
    }
    writer.end();
    encodeVideo({ ...shape, ring, audioPath: null, outputPath: `${path}.again.mp4`, label: null });
    return { frames: shape.frames };
  });
  new FrameRingReader(ring).close();
  return cost;
}

async function costOf<T extends { frames: number }>(
  name: string,
  work: () => Promise<T>,
): Promise<{ value: T; cost: StageCost }> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const value = await work();
  const wallS = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { value, cost: { name, wallS, cpuS: (user + system) / 1e6, frames: value.frames } };
}
