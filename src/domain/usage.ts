import { z } from 'zod';
import { keyIdSchema } from './ids.ts';

export const DAY_MS = 86_400_000;
export const USAGE_DAYS = 30;
export const MAX_USAGE_DAYS = 400;

/** `YYYY-MM-DD` of a time, by UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export const usageQuerySchema = z.strictObject({
  from: z.iso
    .date()
    .optional()
    .describe(`First day (UTC); ${USAGE_DAYS} days until \`to\` when missing`),
  to: z.iso.date().optional().describe('Last day (UTC); today when missing'),
  key_id: keyIdSchema.optional().describe('Only this key'),
});
export type UsageQuery = z.infer<typeof usageQuerySchema>;

export const usageDaySchema = z
  .object({
    key_id: keyIdSchema,
    day: z.string(),
    tasks: z.number().int().describe('Tasks created'),
    failed: z.number().int().describe('Tasks that failed'),
    output_seconds: z.number().describe('Length of what was made'),
    stored_bytes: z.number().int().nullable(),
  })
  .meta({ id: 'UsageDay' });
export type UsageDay = z.infer<typeof usageDaySchema>;

export const usageSchema = z
  .object({ from: z.string(), to: z.string(), data: z.array(usageDaySchema) })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof usageSchema>;
