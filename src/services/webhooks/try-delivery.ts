import type { AttemptResult, ClaimedDelivery } from '../../data/webhook-deliveries.ts';
import { AppError } from '../../domain/errors.ts';
import { parseRetryAfter } from '../../domain/webhook-retry.ts';
import type { AppContext } from '../context.ts';
import { sayCause } from '../tasks/say-cause.ts';
import { ownerOfCallbacks } from './callback-secret.ts';
import { addressOf } from './render-delivery.ts';
import { renderMessage } from './render-message.ts';
import { signMessage } from './sign-message.ts';
import { currentSecret, previousSecret } from './signing-secrets.ts';

/** What came of a try: an answer, or why there was none. */
export type Outcome = AttemptResult & { retryAfterMs: number | null };

/** So much of an answer is read and kept. */
const ANSWER_BYTES = 1_000;

/** Sends the message once, signed at this moment. @throws when `signal` has ended the try */
export async function tryDelivery(
  app: AppContext,
  row: ClaimedDelivery,
  given: { baseUrl: string; now: Date; signal: AbortSignal },
): Promise<Outcome> {
  const body = await renderMessage({ ...app, baseUrl: given.baseUrl }, row);
  const owner = row.endpoint ?? ownerOfCallbacks(row.key);
  const old = previousSecret(app, owner, given.now);
  const secrets = [currentSecret(app, owner), ...(old ? [old] : [])];
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const answer = await app.outbound.send({
      address: addressOf(row),
      headers: {
        'Content-Type': 'application/json',
        ...signMessage({ id: row.id, at: given.now, body }, secrets),
      },
      body,
      timeoutMs: app.env.MOUTHPIECE_TIMING_DELIVERY_MS,
      maxBytes: ANSWER_BYTES,
      signal: given.signal,
    });
    return {
      statusCode: answer.status,
      durationMs: took(),
      answer: answer.body.replaceAll('\0', ''),
      error: null,
      retryAfterMs: parseRetryAfter(answer.headers['retry-after'], given.now),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const said = `${error.message}${sayCause(error.cause)}`;
    return { statusCode: null, durationMs: took(), answer: null, error: said, retryAfterMs: null };
  }
}
