import { z } from 'zod';

export const voiceSchema = z
  .object({
    name: z.string().describe('Use as `voice:NAME`'),
    language: z.string().describe('BCP 47'),
    title: z.object({ en: z.string(), 'zh-CN': z.string() }),
    gender: z.enum(['female', 'male', 'neutral']),
    engine: z.string(),
  })
  .meta({ id: 'Voice' });
export type Voice = z.infer<typeof voiceSchema>;

export const portraitSchema = z
  .object({
    name: z.string().describe('Use as `portrait:NAME`'),
    title: z.object({ en: z.string(), 'zh-CN': z.string() }),
    description: z.object({ en: z.string(), 'zh-CN': z.string() }),
    width: z.number().int(),
    height: z.number().int(),
    url: z.string(),
    cutout_url: z.string().describe('The same person on a transparent ground'),
  })
  .meta({ id: 'Portrait' });
export type Portrait = z.infer<typeof portraitSchema>;
