import { z } from 'zod';

/**
 * The AI-content label. `visible` puts words in a corner of the picture; `metadata` only writes the `AIGC` field,
 * which every result carries whatever the policy.
 */
export const labelPolicySchema = z.enum(['visible', 'metadata']);
export type LabelPolicy = z.infer<typeof labelPolicySchema>;

/** The `AIGC` metadata field of a result (GB 45438-2025, annex E). */
export type AigcLabel = {
  Label: '1';
  ContentProducer: string;
  ProduceID: string;
  ReservedCode1: string;
  ContentPropagator: string;
  PropagateID: string;
  ReservedCode2: string;
};

export function aigcLabel(taskId: string): AigcLabel {
  return {
    Label: '1',
    ContentProducer: 'mouthpiece',
    ProduceID: taskId,
    ReservedCode1: '',
    ContentPropagator: '',
    PropagateID: '',
    ReservedCode2: '',
  };
}
