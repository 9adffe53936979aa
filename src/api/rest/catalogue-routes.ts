import { z } from 'zod';
import { portraitSchema, voiceSchema } from '../../domain/voice.ts';
import { listPortraits } from '../../services/portraits/list-portraits.ts';
import { listVoices } from '../../services/voices/list-voices.ts';
import { type Route, route } from './route.ts';

const portraits = route({
  method: 'get',
  path: '/portraits',
  id: 'portraits.list',
  tag: 'catalogue',
  access: 'read',
  summary: 'The built-in people',
  status: 200,
  response: z.object({ data: z.array(portraitSchema) }),
  run: async () => ({ body: await listPortraits() }),
});

const voices = route({
  method: 'get',
  path: '/voices',
  id: 'voices.list',
  tag: 'catalogue',
  access: 'read',
  summary: 'The voices that can be used now',
  status: 200,
  response: z.object({ data: z.array(voiceSchema) }),
  run: async (ctx) => ({ body: await listVoices(ctx) }),
});

export const catalogueRoutes: readonly Route[] = [portraits, voices];
