import { z } from 'zod';

/** Infinite queries of the client say which way they read; there is only one. */
export const readForward = { direction: z.literal('forward').optional() };
