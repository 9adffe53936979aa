import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { ERRORS, type ErrorCode } from '../../domain/errors.ts';
import { batchMessageSchema, taskMessageSchema } from '../../domain/webhook.ts';
import { PROBLEM_TYPE, problemDetailsSchema } from '../problem.ts';
import { uploadPaths } from '../tus/upload-paths.ts';
import type { Content, JsonSchema, OpenApi, Operation, Parameter } from './openapi-document.ts';
import type { Route } from './route.ts';
import { addressOf, routes } from './routes.ts';
import { sampleOf } from './sample.ts';

const KEY: Operation['security'] = [{ apiKey: [] }, { bearer: [] }];
const SECURITY: Record<Route['access'], Operation['security']> = {
  read: [...KEY, {}],
  create: [...KEY, {}],
  admin: KEY,
  link: [...KEY, { signedLink: [] }, {}],
  anyone: [],
};

const TAGS = [
  { name: 'assets', description: 'Pictures, recordings and videos: uploaded, or made by a task' },
  {
    name: 'uploads',
    description: 'Resumable uploads (tus 1.0); the id of an upload is the asset’s',
  },
  { name: 'tasks', description: 'Work: lip-sync, avatars, speech, digital humans' },
  { name: 'batches', description: 'Many tasks made by one call' },
  { name: 'catalogue', description: 'What is built in' },
  { name: 'keys', description: 'Who may call (admin)' },
  {
    name: 'webhooks',
    description: 'Messages about your tasks, sent to you: see the guide on webhooks',
  },
  { name: 'system', description: 'Health, queue, machines (admin) and engines (admin)' },
  {
    name: 'lip-sync',
    description: 'For clients of an earlier lip-sync service, which run unchanged',
  },
  {
    name: 'dispatcher',
    description: 'For clients of an earlier multi-machine dispatcher, which run unchanged',
  },
];

/** The OpenAPI 3.1 document, printed from the table of routes and the schemas that check the calls. */
export function buildOpenApi(): OpenApi {
  const schemas: Record<string, JsonSchema> = {};
  const print: Printer = {
    toSchema: (schema) => convert(schema, schemas),
    sample: (schema) => sampleOf(schema, schemas),
  };
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    const address = addressOf(route);
    paths[address] = { ...paths[address], [route.method]: describeRoute(route, print) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Mouthpiece',
      version: packageJson.version,
      description: 'Makes pictures and footage of people speak.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: '/' }],
    tags: TAGS,
    paths: { ...paths, ...uploadPaths(problem, KEY) },
    webhooks: {
      task: {
        post: describeMessage(print, {
          id: 'task',
          summary: 'The status of a task has changed',
          schema: taskMessageSchema,
        }),
      },
      batch: {
        post: describeMessage(print, {
          id: 'batch',
          summary: 'The last task of a batch has ended',
          schema: batchMessageSchema,
        }),
      },
    },
    components: {
      schemas: { ...schemas, ProblemDetails: convert(problemDetailsSchema, schemas, false) },
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
        signedLink: { type: 'apiKey', in: 'query', name: 'sig' },
      },
    },
  };
}

type Printer = {
  toSchema(schema: z.ZodType): JsonSchema;
  /** A value that fits. */
  sample(schema: JsonSchema): unknown;
};

function convert(
  schema: z.ZodType,
  components: Record<string, JsonSchema>,
  asReference = true,
): JsonSchema {
  const { $schema: _, $defs = {}, ...rest } = retarget(z.toJSONSchema(schema, { io: 'input' }));
  const id = z.globalRegistry.get(schema)?.id;
  const { [id ?? '']: own, ...others } = $defs;
  Object.assign(components, others);
  if (!id) return rest;
  const definition = own ?? rest;
  if (!asReference) return definition;
  components[id] = definition;
  return { $ref: `#/components/schemas/${id}` };
}

function retarget(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text);
}

function describeRoute(route: Route, print: Printer): Operation {
  const { params, query, body } = route.schemas;
  const parameters = [
    ...(params ? parametersOf('path', print.toSchema(params), print) : []),
    ...(query ? parametersOf('query', print.toSchema(query), print) : []),
    ...(route.requestHeaders ?? []).map(headerParameter),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    ...(route.description && { description: route.description }),
    ...(parameters.length > 0 && { parameters }),
    ...((body || route.consumes) && { requestBody: bodyOf(route, print) }),
    responses: responsesOf(route, print),
    security: SECURITY[route.access],
  };
}

/** What is sent to whoever wants to hear of it. */
function describeMessage(
  print: Printer,
  message: { id: string; summary: string; schema: z.ZodType },
): Operation {
  const schema = print.toSchema(message.schema);
  return {
    operationId: `messages.${message.id}`,
    summary: message.summary,
    tags: ['webhooks'],
    requestBody: {
      required: true,
      content: { 'application/json': { schema, example: print.sample(schema) } },
    },
    responses: {
      204: { description: 'Any 2xx: it has arrived' },
      410: { description: 'Nothing more is wanted there' },
    },
    security: [],
  };
}

function parametersOf(place: 'path' | 'query', schema: JsonSchema, print: Printer): Parameter[] {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'object' ? property : {};
    const required = place === 'path';
    return {
      name,
      in: place,
      ...(required && { required }),
      ...(description && { description }),
      ...(required && { example: print.sample(rest) }),
      schema: rest,
    };
  });
}

const HEADERS: Record<string, { description: string; example: string }> = {
  'Idempotency-Key': {
    description: 'Yours: the same key and body again give the first answer, for 24 hours',
    example: 'order-1042',
  },
  'If-None-Match': { description: 'The `ETag` you know: 304 while it holds', example: '"7"' },
  'If-Range': { description: 'The `ETag` that Range is meant for', example: '"9f86d081"' },
  'Last-Event-ID': { description: 'The id of the last event you have seen', example: '7' },
  Range: { description: 'Which bytes', example: 'bytes=0-1048575' },
};

function headerParameter(name: string): Parameter {
  return { name, in: 'header', ...HEADERS[name], schema: { type: 'string' } };
}

function bodyOf(route: Route, print: Printer): NonNullable<Operation['requestBody']> {
  const content: Content = {};
  if (route.schemas.body) {
    const schema = print.toSchema(route.schemas.body);
    const example = route.example?.body ?? print.sample(schema);
    content['application/json'] = { schema, example };
  }
  Object.assign(content, route.consumes);
  return { required: true, content };
}

function responsesOf(route: Route, print: Printer): Operation['responses'] {
  const content = answerOf(route, print);
  const headers = Object.fromEntries(
    (route.headers ?? []).map((name) => [name, { schema: { type: 'string' } }]),
  );
  const also = Object.entries(route.also ?? {}).map(([status, description]) => [
    status,
    { description },
  ]);
  return {
    [route.status]: {
      description: 'Done',
      ...(content && { content }),
      ...(route.headers && { headers }),
    },
    ...Object.fromEntries(also),
    ...problem(errorsOf(route)),
  };
}

function answerOf({ schemas, produces }: Route, print: Printer): Content | undefined {
  if (schemas.response) {
    const schema = print.toSchema(schemas.response);
    return { 'application/json': { schema, example: print.sample(schema) } };
  }
  return produces === undefined ? undefined : { [produces]: {} };
}

/** An unknown query parameter is refused everywhere, so no operation is without an error of the caller. */
function errorsOf(route: Route): ErrorCode[] {
  const { params, body } = route.schemas;
  const common = ['internal', 'validation_failed', 'unauthorized', 'forbidden'] as const;
  const codes: ErrorCode[] = [...common, ...(route.errors ?? [])];
  if (params) codes.push('not_found');
  if (body || route.consumes)
    codes.push('invalid_request', 'payload_too_large', 'unsupported_media_type');
  return codes;
}

/** One response for each status that these errors have. */
function problem(codes: readonly ErrorCode[]): Operation['responses'] {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('; '),
        content: {
          [PROBLEM_TYPE]: {
            schema: { $ref: '#/components/schemas/ProblemDetails' },
            example: exampleOf(group[0] ?? 'internal'),
          },
        },
      },
    ]),
  );
}

function exampleOf(code: ErrorCode): object {
  const { status, title } = ERRORS[code];
  return {
    type: `/docs#error-${code}`,
    title,
    status,
    detail: title,
    instance: 'urn:uuid:0b0ab1a4-6b0c-4d0e-9a53-6a4f2b6a7f10',
    code,
  };
}
