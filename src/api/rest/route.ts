import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Caller, Scope } from '../../domain/key.ts';
import type { AppContext, CallContext } from '../../services/context.ts';
import { parseInput } from '../parse-input.ts';
import type { Refusal } from '../problem.ts';
import { readJson } from '../read-body.ts';
import { parseParams } from './parse-params.ts';

/** One HTTP call as the routes see it. */
export type HttpCall = {
  request: IncomingMessage;
  method: string;
  headers: Headers;
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  /** Aborts when the caller hangs up or the process stops. */
  signal: AbortSignal;
  /** Aborts when the caller hangs up. */
  hungUp: AbortSignal;
};

/** What a route answers: a value in the shape of its schema, or a finished response. */
export type Answer<T> = { body: T; headers?: Record<string, string> } | Response;

type Tag =
  | 'assets'
  | 'tasks'
  | 'batches'
  | 'catalogue'
  | 'keys'
  | 'webhooks'
  | 'system'
  | 'lip-sync'
  | 'dispatcher';

export type RouteDoc = {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below `/api/v1` unless `atRoot`, parameters in braces. */
  path: string;
  atRoot?: true;
  id: string;
  tag: Tag;
  summary: string;
  description?: string;
  status: number;
  /** Errors beside those that every route may answer with. */
  errors?: readonly ErrorCode[];
  headers?: readonly string[];
  example?: { body?: unknown };
  /** Answers that are not JSON: the media type. */
  produces?: string;
  /** Bodies that the route reads itself: their JSON Schemas by media type. */
  consumes?: Record<string, { schema: z.core.JSONSchema.JSONSchema; example?: unknown }>;
  /** How errors are told here, where it is not as everywhere. */
  refusal?: Refusal;
  requestHeaders?: readonly string[];
  also?: Record<number, string>;
};

type Schemas<P, Q, B, R> = { params?: P; query?: Q; body?: B; response?: R };

/** Who may call: a key with a scope, whoever also holds a signed link, or anyone. */
export type Access = Scope | 'link' | 'anyone';

/** A line of the table, ready to be mounted and to be described. */
export type Route = RouteDoc & {
  access: Access;
  schemas: Schemas<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>;
  serve(app: AppContext, caller: Caller | null, http: HttpCall): Promise<Response>;
};

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

type Input<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  http: HttpCall;
};

/** A route for callers with a scope. */
export function route<
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodUndefined,
>(
  definition: RouteDoc & { access: Scope } & Schemas<P, Q, B, R> & {
      run(ctx: CallContext, input: Input<P, Q, B>): Promise<Answer<z.input<R>>>;
    },
): Route {
  return build(definition, async (app, caller, input) => {
    if (!caller) throw new Error(`${definition.id} was called without a caller`);
    return definition.run({ ...app, caller }, input);
  });
}

/** A route that decides about its callers itself, or needs none. */
export function openRoute<
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  R extends z.ZodType = z.ZodUndefined,
>(
  definition: RouteDoc & { access: 'link' | 'anyone' } & Schemas<P, Q, never, R> & {
      run(
        app: AppContext,
        input: Input<P, Q, z.ZodUndefined> & { caller: Caller | null },
      ): Promise<Answer<z.input<R>>>;
    },
): Route {
  return build<P, Q, z.ZodUndefined, R>(definition, (app, caller, input) =>
    definition.run(app, { ...input, caller }),
  );
}

function build<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  definition: RouteDoc & { access: Access } & Schemas<P, Q, B, R>,
  run: (
    app: AppContext,
    caller: Caller | null,
    input: Input<P, Q, B>,
  ) => Promise<Answer<z.input<R>>>,
): Route {
  const { params, query, body, response, ...doc } = definition;
  const bodySchema = body ?? z.undefined();
  return {
    ...doc,
    schemas: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body }),
      ...(response && { response }),
    },
    async serve(app, caller, http) {
      const answer = await run(app, caller, {
        params: parseParams((params ?? NOTHING) as P, http.params),
        query: parseInput((query ?? NOTHING) as Q, http.query),
        body: parseInput(
          bodySchema as B,
          body && (await readJson(http.request, app.env.MOUTHPIECE_LIMIT_JSON_BYTES)),
        ),
        http,
      });
      if (answer instanceof Response) return answer;
      return Response.json(answer.body, {
        status: definition.status,
        headers: answer.headers ?? {},
      });
    },
  };
}
