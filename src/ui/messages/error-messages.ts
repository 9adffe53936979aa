import type { ErrorCode } from '#/domain/errors.ts';

/** What happened, what it means for this video, and the one thing to do; one text for every error of the product. */
export type ErrorMessages = Record<ErrorCode | 'network', string>;
