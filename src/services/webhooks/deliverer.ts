import { setTimeout as delay } from 'node:timers/promises';
import { databaseNow } from '../../data/db.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueDelivery,
  listDueDeliveries,
  recordAttempt,
} from '../../data/webhook-deliveries.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { sayCause } from '../tasks/say-cause.ts';
import { settleDelivery } from './settle-delivery.ts';
import { type Outcome, tryDelivery } from './try-delivery.ts';

/** At once in a process; of these for one key, and to one host: one that hangs holds up nobody else. */
const MAX_SENDING = 128;
const MAX_OF_KEY = 32;
const MAX_TO_HOST = 8;
const LOOK_EVERY_MS = 1_000;
const CANDIDATES = 200;
/** What is under way when the process is told to stop may still be answered. */
const FINISH_MS = 2_000;

export type DelivererOptions = {
  /** Where this installation is reached, for absolute links. */
  baseUrl: string;
  /** What time it is; the database's unless a test says otherwise. */
  clock?: () => Promise<Date>;
  random?: () => number;
};

type Sending = DueDelivery & { done: Promise<void> };

/**
 * Sends the messages of the outbox, at least once each. Any number of processes may do it: a message is leased by
 * whoever begins it, and of one that died while sending the next one hears when the lease runs out.
 */
export class Deliverer {
  readonly #app: AppContext;
  readonly #baseUrl: string;
  readonly #clock: () => Promise<Date>;
  readonly #random: () => number;
  readonly #sending = new Map<string, Sending>();
  readonly #stopping = new AbortController();

  constructor(app: AppContext, options: DelivererOptions) {
    this.#app = app;
    this.#baseUrl = options.baseUrl;
    this.#clock = options.clock ?? (() => databaseNow(app.database.pool));
    this.#random = options.random ?? Math.random;
  }

  /** Begins what is due as far as there is room. @param ended is told of the end of each. @returns how many */
  async begin(ended: () => void = () => {}): Promise<number> {
    const { pool } = this.#app.database;
    const { MOUTHPIECE_TIMING_DELIVERY_MS, MOUTHPIECE_TIMING_LEASE_MS } = this.#app.env;
    const leaseMs = MOUTHPIECE_TIMING_DELIVERY_MS + MOUTHPIECE_TIMING_LEASE_MS;
    if (this.#sending.size >= MAX_SENDING) return 0;
    const now = await this.#clock();
    const fullHosts = this.#full('host', MAX_TO_HOST);
    const fullKeys = this.#full('keyId', MAX_OF_KEY);
    const due = await listDueDeliveries(pool, { now, limit: CANDIDATES, fullHosts, fullKeys });
    const chosen = this.#choose(due);
    const rows = await claimDeliveries(pool, [...chosen.keys()], { now, leaseMs });
    for (const row of rows) {
      const done = this.#deliver(row, now).finally(() => {
        this.#sending.delete(row.id);
        ended();
      });
      const { host = '' } = chosen.get(row.id) ?? {};
      this.#sending.set(row.id, { id: row.id, keyId: row.keyId, host, done });
    }
    return rows.length;
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) {
      await Promise.allSettled([...this.#sending.values()].map(({ done }) => done));
    }
  }

  /** Lets what is under way end for a moment; the rest is sent again by another process. */
  async stop(): Promise<void> {
    await Promise.race([this.settled(), delay(FINISH_MS)]);
    this.#stopping.abort();
    await this.settled();
  }

  /** As many of these as there is room for. */
  #choose(due: DueDelivery[]): Map<string, DueDelivery> {
    const chosen = new Map<string, DueDelivery>();
    for (const each of due) {
      const taken = [...this.#sending.values(), ...chosen.values()];
      if (taken.length >= MAX_SENDING) break;
      const toHost = taken.filter(({ host }) => host === each.host).length;
      const ofKey = taken.filter(({ keyId }) => keyId === each.keyId).length;
      if (toHost < MAX_TO_HOST && ofKey < MAX_OF_KEY && !this.#sending.has(each.id))
        chosen.set(each.id, each);
    }
    return chosen;
  }

  #full(by: 'host' | 'keyId', most: number): string[] {
    const groups = Map.groupBy(this.#sending.values(), (each) => each[by]);
    return [...groups].filter(([, group]) => group.length >= most).map(([name]) => name);
  }

  async #deliver(row: ClaimedDelivery, now: Date): Promise<void> {
    try {
      await passFaultPoint('delivery-claimed');
      const given = { baseUrl: this.#baseUrl, now, signal: this.#stopping.signal };
      const outcome = await tryDelivery(this.#app, row, given).catch(this.#explain);
      await passFaultPoint('delivery-answered');
      const random = this.#random();
      await settleDelivery(this.#app, { row, outcome, now: await this.#clock(), random });
    } catch (error) {
      if (this.#stopping.signal.aborted) await this.#handBack(row);
      else this.#app.logger.warn({ err: error, deliveryId: row.id }, 'a delivery was not recorded');
    }
  }

  /** What nobody foresaw is a failed try like any other, so that it is not repeated for ever. */
  readonly #explain = (error: unknown): Outcome => {
    if (this.#stopping.signal.aborted) throw error;
    this.#app.logger.warn({ err: error }, 'a message could not be sent');
    const said = `It could not be sent${sayCause(error)}`;
    return { statusCode: null, durationMs: null, answer: null, error: said, retryAfterMs: null };
  };

  /** The try costs nothing: this process has cut it off. */
  async #handBack(row: ClaimedDelivery): Promise<void> {
    const error = 'The server was stopped before an answer came';
    const result = { statusCode: null, durationMs: null, answer: null, error };
    await recordAttempt(this.#app.database.pool, row, { result, changes: {} }).catch(() => {});
  }
}

/** Sends for as long as the process lives: at once when there is something, and what comes due later. */
export function startDelivering(app: AppContext, options: DelivererOptions): AsyncDisposable {
  const deliverer = new Deliverer(app, options);
  let stopped = false;
  let wanted = false;
  let looking: Promise<void> | null = null;
  const look = async () => {
    while (wanted && !stopped) {
      wanted = false;
      if ((await deliverer.begin(wake)) > 0) wanted = true;
    }
  };
  const wake = () => {
    wanted = true;
    looking ??= look()
      .catch((error: unknown) => app.logger.warn({ err: error }, 'the outbox could not be read'))
      .finally(() => {
        looking = null;
      });
  };
  const timer = setInterval(wake, LOOK_EVERY_MS);
  const unheard = [app.feed.onMessages(wake), app.feed.onGap(wake)];
  wake();
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearInterval(timer);
      for (const stop of unheard) stop();
      await looking;
      await deliverer.stop();
    },
  };
}
