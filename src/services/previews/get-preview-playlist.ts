import { listPreviewSegments } from '../../data/preview-segments.ts';
import { findTask } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import { type Caller, mayAccess } from '../../domain/key.ts';
import { isEnded, taskStatusSchema } from '../../domain/task.ts';
import type { AppContext } from '../context.ts';
import type { LinkSignature } from '../links.ts';
import { previewPath, previewSegmentPath } from './preview-path.ts';

/**
 * The HLS media playlist (RFC 8216, section 4) of the present attempt: it grows while the video is made and is closed
 * when the task has ended.
 */
export async function getPreviewPlaylist(
  app: AppContext,
  input: { id: string; caller?: Caller | undefined; signature?: LinkSignature | undefined },
): Promise<string> {
  const task = await findTask(app.database.pool, input.id);
  const allowed =
    task &&
    ((input.caller && mayAccess(input.caller, task.keyId)) ||
      (input.signature && app.links.isValid(previewPath(task.id), input.signature)));
  if (!allowed) throw new AppError('not_found', 'There is no task with this id');
  const { id: taskId, attempt } = task;
  const [first, ...media] = await listPreviewSegments(app.database.pool, { taskId, attempt });
  if (!first || media.length === 0)
    throw new AppError('not_found', 'Nothing of this video can be played yet');
  const link = (number: number) => app.links.sign(previewSegmentPath(taskId, attempt, number));
  const longestS = Math.ceil(Math.max(...media.map(({ durationMs }) => durationMs)) / 1000);
  const ended = isEnded(taskStatusSchema.parse(task.status));
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longestS}`,
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${link(first.number)}"`,
    ...media.flatMap(({ number, durationMs }) => [
      `#EXTINF:${(durationMs / 1000).toFixed(3)},`,
      link(number),
    ]),
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}
