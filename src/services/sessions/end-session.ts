import { deleteSession } from '../../data/sessions.ts';
import type { AppContext } from '../context.ts';
import { sha256Of } from '../keys/secrets.ts';
import { forgetSession } from './authenticate-session.ts';

/** Signs the browser out; one that was not signed in stays so. */
export async function endSession(app: AppContext, input: { token: string }): Promise<void> {
  const sha256 = sha256Of(input.token);
  await deleteSession(app.database.pool, sha256);
  forgetSession(app, sha256);
}
