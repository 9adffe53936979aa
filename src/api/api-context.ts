import type { HttpBindings } from '@hono/node-server';
import type { AppContext } from '../services/context.ts';
import type { Refusal } from './problem.ts';

/** What the transports share: the use cases' context, and when this process begins to stop. */
export type ApiContext = { app: AppContext; closing: AbortSignal };

/** Hono's environment: Node's own request and response stand behind every call. */
export type ApiEnv = { Bindings: HttpBindings; Variables: { refusal?: Refusal | undefined } };
