import sharp, { type OverlayOptions } from 'sharp';
import type { Picture } from '../../worker/vision/face.ts';
import type { FaceFinder } from '../../worker/vision/find-faces.ts';
import { allSubjects, subjectSource } from './contact-subjects.ts';
import { openStudio } from './studio.ts';

/**
 * Built-in people, drawn faces and films say one sentence in both languages: a row a video, with a whole frame and mouths.
 * `node test/picture/write-contact-sheet.ts OUT.png [NAME, picture or video …]`
 */
const SENTENCES = [
  'Please move the small map, Father. Two cars wait.',
  '妈妈不怕，爸爸去五楼。一百朵花。',
];
const [ROW_PX, MOUTHS, FPS] = [240, 9, 25];
const MOUTH_MESH = [61, 291, 0, 17];

const [out = 'contact-sheet.png', ...wanted] = process.argv.slice(2);
await using studio = await openStudio();
const rows: Buffer[] = [];
const said = await Promise.all(SENTENCES.map((text) => studio.utter(text)));
for (const subject of wanted.length > 0 ? wanted : await allSubjects()) {
  for (const utterance of said) {
    const frames = Math.ceil((utterance.durationMs * FPS) / 1000);
    const source = await subjectSource(subject, { folder: studio.folder, frames });
    const options = { expression: 0.5, head_motion: 0.3, resolution: '720p' } as const;
    const request = { source, said: utterance, label: true, options };
    const talk = await studio.talk('video' in source ? { ...request, options: {} } : request);
    rows.push(await rowOf(studio.finder, talk.frames));
    process.stdout.write(`row ${rows.length}: ${subject}\n`);
  }
}
await writeRows(rows, out);

async function rowOf(finder: FaceFinder, frames: Picture[]): Promise<Buffer> {
  const from = Math.min(frames.length - 1, 4);
  const step = Math.max(1, (frames.length - from - 1) / MOUTHS);
  const picked = Array.from({ length: MOUTHS }, (_, i) => frames[Math.round(from + i * step)]);
  const [first] = frames;
  const tiles: OverlayOptions[] = [];
  if (first) {
    const whole = await toSharp(picked[3] ?? first)
      .resize({ height: ROW_PX })
      .png()
      .toBuffer();
    const { width = 0 } = await sharp(whole).metadata();
    tiles.push({ input: whole, left: 0, top: 0 });
    for (const [i, frame] of picked.entries()) {
      if (!frame) continue;
      tiles.push({ input: await mouthOf(finder, frame), left: width + i * ROW_PX, top: 0 });
    }
  }
  return sharp({
    create: { width: ROW_PX * (MOUTHS + 2), height: ROW_PX, channels: 3, background: '#fff' },
  })
    .composite(tiles)
    .png()
    .toBuffer();
}

async function mouthOf(finder: FaceFinder, frame: Picture): Promise<Buffer> {
  const [face] = await finder.find(frame);
  const points = MOUTH_MESH.map((index) => [
    face?.mesh[index * 3] ?? frame.width / 2,
    face?.mesh[index * 3 + 1] ?? frame.height / 2,
  ]);
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  const side = Math.min(
    frame.width,
    frame.height,
    Math.max(24, Math.round((Math.max(...xs) - Math.min(...xs)) * 2.2)),
  );
  const clampTo = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)));
  return toSharp(frame)
    .extract({
      left: clampTo((Math.max(...xs) + Math.min(...xs) - side) / 2, frame.width - side),
      top: clampTo((Math.max(...ys) + Math.min(...ys) - side) / 2, frame.height - side),
      width: side,
      height: side,
    })
    .resize(ROW_PX, ROW_PX, { kernel: 'cubic' })
    .png()
    .toBuffer();
}

function toSharp({ width, height, data }: Picture) {
  return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
}

async function writeRows(all: Buffer[], path: string): Promise<void> {
  const size = { width: ROW_PX * (MOUTHS + 2), height: ROW_PX * Math.max(1, all.length) };
  await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .composite(all.map((input, i) => ({ input, left: 0, top: i * ROW_PX })))
    .png()
    .toFile(path);
}
