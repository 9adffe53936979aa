import { z } from 'zod';

/** A speech sound with its place in a recording. */
export const timedPhonemeSchema = z.object({
  symbol: z.string().describe('IPA as espeak-ng writes it, stress marks removed'),
  startMs: z.number(),
  endMs: z.number(),
  stressed: z.boolean(),
});
export type TimedPhoneme = z.infer<typeof timedPhonemeSchema>;
