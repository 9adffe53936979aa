// What the package says of the server, and all of it: bin/client-types.ts prints these types without what is behind them.
import type { AppRouter } from '#/api/trpc/router.ts';
import type { Asset as ServerAsset, Problem as ServerProblem } from '#/domain/asset.ts';
import type { ErrorCode as ServerErrorCode } from '#/domain/errors.ts';
import type { CreateTaskInput, Task as ServerTask } from '#/domain/task.ts';

/** A task as the server tells of it. */
export type Task = ServerTask;
/** What a task is made of: files by the ids of their assets, built-in people as `portrait:NAME`, voices as `voice:NAME`. */
export type TaskRequest = CreateTaskInput;
export type TaskOptions = NonNullable<CreateTaskInput['options']>;
/** A file on the server: uploaded, or made by a task. */
export type Asset = ServerAsset;
/** Why a task failed or a file was rejected. */
export type Problem = ServerProblem;
/** The closed list that `/docs#errors` explains. */
export type ErrorCode = ServerErrorCode;

type Kind<P> = P extends { _def: { type: infer T } } ? T : 'router';
type Input<P> = P extends { _def: { $types: { input: infer I } } } ? I : never;
type Output<P> = P extends { _def: { $types: { output: infer O } } } ? O : never;
type Call<P, R = Promise<Output<P>>> =
  Extract<Input<P>, void> extends never ? (input: Input<P>) => R : () => R;
type Calls<R> = {
  [K in keyof R as Kind<R[K]> extends 'subscription' ? never : K]: Kind<R[K]> extends 'query'
    ? { query: Call<R[K]> }
    : Kind<R[K]> extends 'mutation'
      ? { mutate: Call<R[K]> }
      : Calls<R[K]>;
};

/** Every call of the typed API: `api.tasks.list.query({ limit: 10 })`, `api.tasks.cancel.mutate({ id })`. */
export type Api = Calls<AppRouter['_def']['record']>;
