import { once } from 'node:events';
import { environment } from '../../bin/environment.ts';
import { DEFAULT_MEDIA_LIMITS } from '../../worker/media/limits.ts';
import { ProbeLane } from '../../worker/slots/probe-lane.ts';

/** Has the file it is given looked at, as a supervisor does. */
const [path = ''] = process.argv.slice(2);
const lane = new ProbeLane({ env: environment(), maxBytes: Number.POSITIVE_INFINITY });
lane
  .look({ path, limits: DEFAULT_MEDIA_LIMITS, thumbnailPath: null, forFaces: false })
  .catch(() => {});
await once(process, 'disconnect');
