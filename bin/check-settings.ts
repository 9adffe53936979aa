import { env } from '#/env.ts';

/** Loaded before anything else of a program: a setting that is wrong ends it with one line. */
try {
  env();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
