import type { Db } from '../../data/db.ts';
import {
  type ClaimedDelivery,
  giveUpCallbacks,
  recordAttempt,
} from '../../data/webhook-deliveries.ts';
import { changeWebhook, disableWebhook, type WebhookRow } from '../../data/webhook-endpoints.ts';
import { FAILING_TOO_LONG_MS, pauseAfter } from '../../domain/webhook-retry.ts';
import type { AppContext } from '../context.ts';
import type { Outcome } from './try-delivery.ts';

const GONE = 410;

type Verdict = 'delivered' | 'later' | 'given up' | 'gone';
type Settled = { row: ClaimedDelivery; outcome: Outcome; now: Date; random: number };

/** Writes down what came of a try, and what follows from it for the message and for its endpoint. */
export async function settleDelivery(app: AppContext, settled: Settled): Promise<void> {
  const { row, outcome } = settled;
  const { verdict, changes } = judge(settled);
  const { retryAfterMs: _, ...result } = outcome;
  await app.database.transaction(async (tx) => {
    if (!(await recordAttempt(tx, row, { result, changes }))) return;
    if (row.endpoint) await judgeEndpoint(tx, row.endpoint, { verdict, now: settled.now });
    else if (verdict === 'gone' && row.taskId) await giveUpCallbacks(tx, row.taskId);
  });
}

function judge({ row, outcome, now, random }: Settled) {
  const { statusCode, retryAfterMs } = outcome;
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) {
    const changes = { status: 'delivered', deliveredAt: now };
    return { verdict: 'delivered' as Verdict, changes };
  }
  const failures = row.failures + 1;
  const pauseMs = statusCode === GONE ? null : pauseAfter(failures, { random, retryAfterMs });
  if (pauseMs !== null) {
    const changes = { failures, dueAt: new Date(now.getTime() + pauseMs) };
    return { verdict: 'later' as Verdict, changes };
  }
  const verdict: Verdict = statusCode === GONE ? 'gone' : 'given up';
  return { verdict, changes: { failures, status: 'failed' } };
}

async function judgeEndpoint(
  tx: Db,
  endpoint: WebhookRow,
  { verdict, now }: { verdict: Verdict; now: Date },
): Promise<void> {
  const { id, failingSince } = endpoint;
  if (verdict === 'delivered') {
    if (failingSince) await changeWebhook(tx, id, { failingSince: null });
    return;
  }
  if (!failingSince) await changeWebhook(tx, id, { failingSince: now });
  if (verdict === 'gone') {
    await disableWebhook(tx, id, 'The receiver answered 410: it is gone');
  } else if (verdict === 'given up' && failingSince && isTooLong(failingSince, now)) {
    await disableWebhook(tx, id, 'Nothing arrived there for three days');
  }
}

function isTooLong(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= FAILING_TOO_LONG_MS;
}
