import { z } from 'zod';
import { keyIdSchema } from './ids.ts';
import { scopeSchema } from './key.ts';

/** How long a browser stays signed in. */
export const SESSION_MS = 30 * 24 * 3_600_000;

/** A key, shown once; or nothing, by whoever sits at this machine. */
export const signInSchema = z.union([
  z.strictObject({ key: z.string().trim().min(1).max(200) }),
  z.strictObject({ operator: z.literal(true) }),
]);

/** Who looks at the pages, as far as the pages need to know. */
export const visitorSchema = z.object({
  key_id: keyIdSchema,
  name: z.string(),
  scopes: z.array(scopeSchema),
});
export type Visitor = z.infer<typeof visitorSchema>;
