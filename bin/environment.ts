/** The whole environment, for children that inherit it. Settings are read by src/env.ts only. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}
