import { Worker } from 'node:worker_threads';
import type { SeenFace } from '#/domain/asset.ts';
import { AppError } from '#/domain/errors.ts';
import { onParentGone } from '#/parent-process.ts';
import { type MediaProbe, probeMedia } from '../media/probe.ts';
import { makeThumbnail } from '../media/thumbnail.ts';
import type { Picture } from '../vision/face.ts';
import { createFaceFinder, type FaceFinder } from '../vision/find-faces.ts';
import { seeFaces } from '../vision/see-faces.ts';
import type { FacesAnswer, ProbeAnswer, ProbeRequest } from './probe-lane.ts';

let finder: Promise<FaceFinder> | undefined;

/** Looks at one file at a time, in a process of its own: hostile bytes can end this process and nothing else. */
process.on('message', (request: ProbeRequest) => void look(request));
onParentGone(() => process.kill(process.pid, 'SIGKILL'));
new Worker(new URL('watch-parent-thread.ts', import.meta.url), {
  workerData: Number(process.argv[2]),
});

function send(answer: ProbeAnswer | FacesAnswer): void {
  process.send?.(answer, () => {});
}

/** The faces come in a second answer: nobody waits for them to use the file. */
async function look(request: ProbeRequest): Promise<void> {
  const { id, forFaces } = request;
  try {
    const { probe, picture } = await probeAndPicture(request);
    const thumbnailPath = picture && request.thumbnailPath;
    send({ id, probe, thumbnailPath, failure: null });
    if (picture && forFaces) send({ id, faces: await facesIn(picture, probe) });
  } catch (error) {
    const known = error instanceof AppError;
    const failure = {
      code: known ? error.code : ('media_unreadable' as const),
      detail: known ? error.message : 'The file could not be read: it may be damaged',
      cause: error instanceof Error ? (error.stack ?? null) : String(error),
    };
    send({ id, probe: null, thumbnailPath: null, failure });
  }
}

async function probeAndPicture({
  path,
  limits,
  thumbnailPath,
}: ProbeRequest): Promise<{ probe: MediaProbe; picture: Picture | null }> {
  const probe = await probeMedia(path, limits);
  if (probe.kind === 'audio' || thumbnailPath === null) return { probe, picture: null };
  return { probe, picture: await makeThumbnail(path, probe.kind, thumbnailPath) };
}

async function facesIn(picture: Picture, { kind }: MediaProbe): Promise<SeenFace[] | null> {
  try {
    finder ??= createFaceFinder();
    return seeFaces(await finder, picture, kind === 'video' ? 'video' : 'image');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    finder = undefined;
    return null;
  }
}
