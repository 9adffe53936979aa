import { isMainThread } from 'node:worker_threads';
import { databaseUrl, env } from '#/env.ts';
import { sayFailure } from './say-failure.ts';

/** Loaded before a process that runs without the launcher: a database that can't be set up ends it with one line. */
if (isMainThread) {
  try {
    const { setUpAsOneOfMany } = await import('./set-up.ts');
    await setUpAsOneOfMany(databaseUrl(), env());
  } catch (error) {
    console.error(sayFailure(error));
    process.exit(1);
  }
}
