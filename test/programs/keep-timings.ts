import { env } from '#/env.ts';

/** Loaded before a program that runs as it does for operators: it takes the timings that only tests may shorten. */
// biome-ignore lint/style/noProcessEnv: the settings are read from there
const variables = process.env;
const mode = variables.NODE_ENV;
Object.assign(variables, { NODE_ENV: 'test' });
env();
Object.assign(variables, { NODE_ENV: mode });
