import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type Changed, ChangeJournal } from './change-journal.ts';
import type { Db } from './db.ts';
import type { Prisma } from './generated/client.ts';
import type { TaskLogLine } from './task-logs.ts';

/** One change of a task, as every process that listens hears it. */
export type TaskChange = {
  taskId: string;
  keyId: string;
  version: number;
  status: string;
  attempt: number;
};

export type AssetChange = { assetId: string; keyId: string };

const CHANNEL = 'mouthpiece_tasks';
export const ASSET_CHANNEL = 'mouthpiece_assets';
export const OUTBOX_CHANNEL = 'mouthpiece_outbox';
const ANSWER_MS = 20_000;

/** Tells every listening process; delivered when the transaction commits, never when it rolls back. */
export async function announce(tx: Db, change: TaskChange): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)})`;
}

export async function announceAsset(db: Db, change: AssetChange): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${ASSET_CHANNEL}, ${JSON.stringify(change)})`;
}

/** What is written with a change of status. */
export type Recorded = { line: TaskLogLine; outbox: Prisma.Sql; usage: Prisma.Sql };

/**
 * As `announce`, with its event, its line in the task's log, its messages and what it counts for: one statement, since
 * it stands in the way of every task. @param outbox writes the messages to be sent, one row for each
 */
export async function announceRecorded(
  tx: Db,
  change: TaskChange,
  { line: { level, message }, outbox, usage }: Recorded,
): Promise<void> {
  const { keyId, taskId, attempt, status } = change;
  await tx.$executeRaw`
    WITH event AS (
      INSERT INTO events (key_id, task_id, type, attempt)
      VALUES (${keyId}, ${taskId}, ${`task.${status}`}, ${attempt})
    ), line AS (
      INSERT INTO task_logs (task_id, level, attempt, message)
      VALUES (${taskId}, ${level}, ${attempt}, ${message})
    ), message AS (${outbox}), used AS (${usage})
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(change)}),
      (SELECT count(pg_notify(${OUTBOX_CHANNEL}, '')) FROM message)`;
}

/** Wakes whoever sends messages, when the transaction commits. */
export async function announceMessages(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`;
}

/** The changes of all tasks and assets, from one connection of its own that is opened again when it breaks. */
export class EventFeed implements AsyncDisposable {
  readonly #emitter = new EventEmitter<Record<string, [TaskChange]>>().setMaxListeners(0);
  readonly #byKey = new EventEmitter<Record<string, [Changed]>>().setMaxListeners(0);
  readonly #gaps = new Set<() => void>();
  readonly #outbox = new Set<() => void>();
  readonly journal = new ChangeJournal();
  readonly #url: string;
  readonly #answerMs: number;
  #client: Client | undefined;
  #asking: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(url: string, answerMs: number) {
    this.#url = url;
    this.#answerMs = answerMs;
  }

  /** @param options.answerMs within how long a connection that has gone silent is noticed */
  static async open(url: string, { answerMs = ANSWER_MS } = {}): Promise<EventFeed> {
    const feed = new EventFeed(url, answerMs);
    await feed.#connect();
    return feed;
  }

  /** Hears one task's changes, or with '*' all; returns how to stop. */
  on(taskId: string, listener: (change: TaskChange) => void): () => void {
    this.#emitter.on(taskId, listener);
    return () => this.#emitter.off(taskId, listener);
  }

  /** Hears of every change to a key's tasks and assets; returns how to stop. */
  onKey(keyId: string, listener: (changed: Changed) => void): () => void {
    this.#byKey.on(keyId, listener);
    return () => this.#byKey.off(keyId, listener);
  }

  /** Tells when changes may have been missed, because the connection had broken; returns how to stop. */
  onGap(listener: () => void): () => void {
    this.#gaps.add(listener);
    return () => this.#gaps.delete(listener);
  }

  /** Tells when there are messages to send; returns how to stop. */
  onMessages(listener: () => void): () => void {
    this.#outbox.add(listener);
    return () => this.#outbox.delete(listener);
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.#url,
      application_name: 'mouthpiece events',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: this.#answerMs / 2,
      query_timeout: this.#answerMs / 4,
    });
    client.on('notification', ({ channel, payload }) => this.#hear(channel, payload ?? '{}'));
    client.on('error', () => void this.#reconnect(client));
    client.on('end', () => void this.#reconnect(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}; LISTEN ${ASSET_CHANNEL}; LISTEN ${OUTBOX_CHANNEL}`);
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    clearInterval(this.#asking);
    // Silent because its other end is gone looks like no news: ask.
    this.#asking = setInterval(() => {
      client.query('SELECT 1').catch(() => this.#reconnect(client));
    }, this.#answerMs / 2).unref();
  }

  #hear(channel: string, payload: string): void {
    if (channel === OUTBOX_CHANNEL) {
      for (const listener of this.#outbox) listener();
      return;
    }
    if (channel === ASSET_CHANNEL) {
      const { assetId: id, keyId } = JSON.parse(payload) as AssetChange;
      this.#record({ object: 'asset', id, keyId });
      return;
    }
    const change = JSON.parse(payload) as TaskChange;
    this.#emitter.emit(change.taskId, change);
    this.#emitter.emit('*', change);
    this.#record({ object: 'task', id: change.taskId, keyId: change.keyId });
  }

  #record(changed: Changed): void {
    this.journal.add(changed);
    this.#byKey.emit(changed.keyId, changed);
  }

  async #reconnect(broken: Client): Promise<void> {
    if (this.#closed || this.#client !== broken) return;
    this.#client = undefined;
    clearInterval(this.#asking);
    void broken.end().catch(() => {});
    while (!this.#closed) {
      const connected = await this.#connect().then(
        () => true,
        () => false,
      );
      if (connected) {
        this.journal.restart();
        for (const listener of this.#gaps) listener();
        return;
      }
      await delay(500);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearInterval(this.#asking);
    await this.#client?.end();
  }
}
