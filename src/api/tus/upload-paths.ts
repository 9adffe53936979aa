import type { ErrorCode } from '../../domain/errors.ts';
import type { Operation, Parameter } from '../rest/openapi-document.ts';
import { UPLOADS_PATH } from './tus-server.ts';

type Describe = (codes: readonly ErrorCode[]) => Operation['responses'];

const EXAMPLES: Record<string, string> = {
  'Idempotency-Key': 'lesson-12',
  'Tus-Resumable': '1.0.0',
  'Upload-Length': '1843200',
  'Upload-Metadata': 'filename dm9pY2Uud2F2',
  'Upload-Offset': '0',
};
const header = (name: string, description: string, required = true): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  example: EXAMPLES[name],
  schema: { type: 'string' },
});
const VERSION = header('Tus-Resumable', '`1.0.0`');
const ID: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  example: 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c',
  schema: { type: 'string' },
};

/** The resumable uploads as the reference shows them; tus clients know all this by themselves. */
export function uploadPaths(
  problems: Describe,
  security: Operation['security'],
): Record<string, Record<string, Operation>> {
  const operation = (
    operationId: string,
    summary: string,
    rest: Pick<Operation, 'parameters' | 'requestBody' | 'responses'>,
  ): Operation => ({
    operationId,
    summary,
    tags: ['uploads'],
    security: [...security, {}],
    ...rest,
  });
  const bytes = { required: true as const, content: { 'application/offset+octet-stream': {} } };
  return {
    [UPLOADS_PATH]: {
      post: operation('uploads.create', 'Begin a resumable upload', {
        parameters: [
          VERSION,
          header('Upload-Length', 'Bytes of the whole file'),
          header(
            'Upload-Metadata',
            '`filename`, and `sha256` to have the bytes checked, in base64',
            false,
          ),
          header('Idempotency-Key', 'A repeated call gets the upload of the first', false),
        ],
        responses: {
          201: { description: 'Begun: `Location` is where the bytes go' },
          ...problems(['unauthorized', 'forbidden', 'invalid_request', 'payload_too_large']),
        },
      }),
    },
    [`${UPLOADS_PATH}/{id}`]: {
      head: operation('uploads.offset', 'Where to go on', {
        parameters: [ID, VERSION],
        responses: {
          200: { description: '`Upload-Offset` bytes are here' },
          ...problems(['not_found']),
        },
      }),
      patch: operation('uploads.append', 'Send bytes', {
        parameters: [ID, VERSION, header('Upload-Offset', 'Where these bytes begin')],
        requestBody: bytes,
        responses: {
          204: { description: 'Taken; `Asset-Id` comes with the last bytes' },
          ...problems(['not_found', 'conflict', 'checksum_mismatch', 'payload_too_large']),
        },
      }),
      delete: operation('uploads.abandon', 'Give an unfinished upload up', {
        parameters: [ID, VERSION],
        responses: { 204: { description: 'Forgotten' }, ...problems(['not_found', 'conflict']) },
      }),
    },
  };
}
