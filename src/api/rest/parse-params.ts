import type { z } from 'zod';
import { AppError } from '../../domain/errors.ts';

/** What stands in the path. A malformed id names nothing, so it is not found rather than invalid. */
export function parseParams<P extends z.ZodObject>(
  schema: P,
  params: Record<string, string>,
): z.output<P> {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new AppError('not_found', 'There is nothing with this id');
  return parsed.data;
}
