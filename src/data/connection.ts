import { Client, type ClientBase, type ClientConfig, type PoolConfig } from 'pg';

/** How long an answer may take, in milliseconds; afterwards the connection counts as dead and is dropped. */
export type Patience = { answerMs: number };

const CONNECT_WITHIN_MS = 10_000;
/** The server gives a statement up before we give the server up. */
const SERVER_SHARE = 0.75;

/**
 * What every pool of connections is opened with. A connection whose other end is gone without a word, or which passes
 * nothing on, fails what waits for it and is replaced; the server ends a session whose client is gone, with its locks.
 */
export function connectionOptions({
  answerMs,
  forgetful = false,
}: Patience & {
  /** Commits are not waited for: the last of them may be lost when the server crashes, never half of one. */
  forgetful?: boolean;
}): PoolConfig {
  return {
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: Math.min(CONNECT_WITHIN_MS, answerMs),
    query_timeout: 2 * answerMs,
    Client: class extends WatchedClient {
      constructor(config?: ClientConfig) {
        super(config, answerMs);
      }
    },
    onConnect: async (client) => {
      await limitSession(client, Math.round(answerMs * SERVER_SHARE));
      if (forgetful) await client.query('SET synchronous_commit = off');
    },
  };
}

function limitSession(client: ClientBase, ms: number): Promise<unknown> {
  return client.query(
    `SET statement_timeout = ${ms}; SET idle_in_transaction_session_timeout = ${ms};
     SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
     SET tcp_user_timeout = 30000`,
  );
}

type Ask = (...args: unknown[]) => unknown;

/** Ends itself when an answer is overdue: a timeout of the statement alone would leave a dead connection in the pool. */
class WatchedClient extends Client {
  constructor(config: ClientConfig | undefined, answerMs: number) {
    super(config);
    const ask = this.query.bind(this) as Ask;
    const watched: Ask = (...args) => {
      const timer = setTimeout(() => void this.end().catch(() => {}), answerMs);
      const settle = () => clearTimeout(timer);
      const last = args.at(-1);
      if (typeof last !== 'function') {
        const answer = ask(...args);
        if (answer instanceof Promise) answer.then(settle, settle);
        return answer;
      }
      const answered: Ask = (...result) => {
        settle();
        last(...result);
      };
      return ask(...args.slice(0, -1), answered);
    };
    this.query = watched as Client['query'];
  }
}
