import { once } from 'node:events';
import { environment } from '../../bin/environment.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../worker/media/limits.ts';
import { ProbeLane } from '../../worker/slots/probe-lane.ts';

/** Has the files it is given looked at, as a supervisor does; says when the lane has been sent the last. */
const lane = new ProbeLane({ env: environment(), maxBytes: Number.POSITIVE_INFINITY });
const look = (path: string) =>
  lane
    .look({ path, limits: DEFAULT_MEDIA_LIMITS, thumbnailPath: null, forFaces: false })
    .catch(() => {});
const [first = '', last = ''] = process.argv.slice(2);
await look(first);
void look(last);
setImmediate(() => process.send?.('sent'));
await once(process, 'disconnect');
