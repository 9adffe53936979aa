import { AppError } from '#/domain/errors.ts';
import { probeMedia } from '../media/probe.ts';
import { makeThumbnail } from '../media/thumbnail.ts';
import type { ProbeAnswer, ProbeRequest } from './probe-lane.ts';

/** Looks at one file at a time, in a process of its own: hostile bytes can end this process and nothing else. */
process.on('message', (request: ProbeRequest) => {
  void look(request).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function look({ id, path, limits, thumbnailPath }: ProbeRequest): Promise<ProbeAnswer> {
  try {
    const probe = await probeMedia(path, limits);
    const pictured = probe.kind !== 'audio' && thumbnailPath !== null;
    if (pictured)
      await makeThumbnail(path, probe.kind === 'image' ? 'image' : 'video', thumbnailPath);
    return { id, probe, thumbnailPath: pictured ? thumbnailPath : null, failure: null };
  } catch (error) {
    const known = error instanceof AppError;
    return {
      id,
      probe: null,
      thumbnailPath: null,
      failure: {
        code: known ? error.code : 'media_unreadable',
        detail: known ? error.message : 'The file could not be read: it may be damaged',
        cause: error instanceof Error ? (error.stack ?? null) : String(error),
      },
    };
  }
}
