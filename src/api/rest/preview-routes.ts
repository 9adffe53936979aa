import { Readable } from 'node:stream';
import { z } from 'zod';
import { taskIdSchema } from '../../domain/ids.ts';
import { hasScope } from '../../domain/key.ts';
import { getPreviewPlaylist } from '../../services/previews/get-preview-playlist.ts';
import { openPreviewSegment } from '../../services/previews/open-preview-segment.ts';
import { invalidToken } from '../credentials.ts';
import { openRoute, type Route } from './route.ts';

const link = { exp: z.string().max(12), sig: z.string().max(100) };

const playlist = openRoute({
  method: 'get',
  path: '/tasks/{id}/preview.m3u8',
  id: 'tasks.preview',
  tag: 'tasks',
  access: 'link',
  summary: 'Play a video while it is made',
  description:
    'An HLS playlist that grows until the task has ended; `preview_url` of the task is the link to it.',
  status: 200,
  params: z.object({ id: taskIdSchema }),
  query: z.strictObject(link).partial(),
  produces: 'application/vnd.apple.mpegurl',
  errors: ['not_found'],
  async run(app, { params: { id }, query: { exp, sig }, caller }) {
    const signature = exp !== undefined && sig !== undefined ? { exp, sig } : undefined;
    if (!caller && !signature) throw invalidToken();
    const reader = caller && hasScope(caller, 'read') ? caller : undefined;
    const text = await getPreviewPlaylist(app, { id, caller: reader, signature });
    return new Response(text, {
      headers: { 'Content-Type': 'application/vnd.apple.mpegurl', 'Cache-Control': 'no-cache' },
    });
  },
});

const segment = openRoute({
  method: 'get',
  path: '/tasks/{id}/preview/{attempt}/{number}',
  id: 'tasks.previewSegment',
  tag: 'tasks',
  access: 'link',
  summary: 'A part of a preview, named by its playlist',
  status: 200,
  params: z.object({
    id: taskIdSchema,
    attempt: z.coerce.number().int().min(1),
    number: z.coerce.number().int().min(0),
  }),
  query: z.strictObject(link),
  produces: 'video/mp4',
  errors: ['not_found'],
  async run(app, { params, query: signature }) {
    const { bytes, body } = await openPreviewSegment(app, { ...params, signature });
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
      headers: {
        'Content-Type': 'video/mp4',
        'Content-Length': String(bytes),
        'Cache-Control': 'private, max-age=3600, immutable',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      },
    });
  },
});

export const previewRoutes: readonly Route[] = [playlist, segment];
