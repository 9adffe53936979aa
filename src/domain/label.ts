import { z } from 'zod';

/**
 * The AI-content label. `visible` puts words in a corner of the picture; `metadata` only writes the `AIGC` field,
 * which every result carries whatever the policy.
 */
export const labelPolicySchema = z.enum(['visible', 'metadata']);
export type LabelPolicy = z.infer<typeof labelPolicySchema>;
