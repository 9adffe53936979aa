import { z } from 'zod';

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number<string | number>().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before'),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() });
}
export type Page<T> = { data: T[]; next_cursor: string | null };
