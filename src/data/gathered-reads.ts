import type { Pool } from 'pg';

/**
 * A statement that PostgreSQL parses and plans once per connection. It selects `id` and, as one JSON value, `row` for each
 * id of the array `$1`; what does not exist is left out.
 */
export type ReadById<Row> = { name: string; text: string; decode(json: object): Row };

type Found = { id: string; row: object };
type Waiting = Map<string, PromiseWithResolvers<unknown>>;

/**
 * For the few reads that come thousands of times a second, without Prisma. Whatever is asked for in one turn of the event
 * loop goes as one statement, so the more calls there are, the less each of them costs; nothing is remembered.
 */
export class GatheredReads {
  readonly #pool: Pool;
  readonly #waiting = new Map<ReadById<unknown>, Waiting>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  find<Row>(statement: ReadById<Row>, id: string): Promise<Row | null> {
    let waiting = this.#waiting.get(statement);
    if (!waiting) {
      waiting = new Map();
      this.#waiting.set(statement, waiting);
      setImmediate(() => void this.#read(statement));
    }
    let asked = waiting.get(id);
    if (!asked) {
      asked = Promise.withResolvers();
      waiting.set(id, asked);
    }
    return asked.promise as Promise<Row | null>;
  }

  async #read(statement: ReadById<unknown>): Promise<void> {
    const waiting: Waiting = this.#waiting.get(statement) ?? new Map();
    this.#waiting.delete(statement);
    const { name, text, decode } = statement;
    try {
      const { rows } = await this.#pool.query<Found>({ name, text, values: [[...waiting.keys()]] });
      for (const { id, row } of rows) waiting.get(id)?.resolve(decode(row));
      for (const { resolve } of waiting.values()) resolve(null);
    } catch (error) {
      for (const { reject } of waiting.values()) reject(error);
    }
  }
}
