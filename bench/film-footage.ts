import { Worker } from 'node:worker_threads';
import { findPortrait } from '#/services/portraits/list-portraits.ts';
import { aigcLabel } from '../worker/media/aigc.ts';
import { encodeVideo } from '../worker/media/encode-still-video.ts';
import { createFrameRing } from '../worker/media/frame-ring.ts';
import { fitPicture, loadStill } from '../worker/media/still.ts';
import type { FilmData } from './film-thread.ts';

const RING_SLOTS = 6;

export type Film = Pick<FilmData, 'width' | 'height' | 'frames' | 'period'> & { fps: number };

/** A built-in person who sways through the picture, as a camera would record it. */
export async function filmFootage(path: string, film: Film): Promise<string> {
  const portrait = findPortrait('portrait:host');
  if (!portrait) throw new Error('the portrait is not there');
  const { width, height } = film;
  const drawn = await loadStill(portrait.path, { allowSvg: true });
  const picture = await fitPicture(drawn, { width: height, height });
  const ring = createFrameRing({ frameBytes: width * height * 4, slots: RING_SLOTS });
  const workerData: FilmData = { ...film, ring, picture };
  new Worker(new URL('film-thread.ts', import.meta.url), { workerData });
  encodeVideo({
    ...film,
    ring,
    audioPath: null,
    outputPath: path,
    format: 'mp4',
    quality: 'high',
    label: null,
    metadata: { aigc: aigcLabel({ producer: 'mouthpiece', produceId: 'bench' }) },
  });
  return path;
}
