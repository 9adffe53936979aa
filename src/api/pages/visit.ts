import { type Visitor, visitorSchema } from '../../domain/session.ts';

/** What the server tells the pages about a request, in headers that it takes away from whoever sends them. */
export const VISITOR_HEADER = 'x-mouthpiece-visitor';
export const OPERATOR_HEADER = 'x-mouthpiece-operator';

/** Header values are Latin; names need not be. */
export function writeVisitor(visitor: Visitor): string {
  return encodeURIComponent(JSON.stringify(visitor));
}

export function readVisitor(value: string | null): Visitor | null {
  return value === null ? null : visitorSchema.parse(JSON.parse(decodeURIComponent(value)));
}
