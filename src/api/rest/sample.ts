import type { JsonSchema } from './openapi-document.ts';

const TIME = '2026-03-14T09:30:00Z';
const LINK =
  '/api/v1/assets/asset_01kb8n5v6x3m9q2w7r4t1y0z8c/content?exp=1773480600&sig=c2lnbmF0dXJl';

/** What fields of these names usually hold, where their schema does not say. */
const BY_NAME: Record<string, unknown> = {
  attempts: 1,
  bytes: 1_843_200,
  code: 'no_face',
  detail: 'No face was found in portrait.jpg: use a picture that shows one from the front',
  duration: 4.2,
  end: 0.62,
  engine: 'mesh',
  filename: 'portrait.jpg',
  fps: 25,
  height: 1280,
  instance: 'urn:uuid:0b0ab1a4-6b0c-4d0e-9a53-6a4f2b6a7f10',
  language: 'en',
  machine: 'studio-1',
  mime: 'video/mp4',
  name: 'teacher',
  next_cursor: null,
  prefix: 'mp_live_3fK9',
  progress: 0.42,
  queue_position: 0,
  secret: 'mp_live_3fK9shownOnce',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  start: 0.21,
  text: 'Good morning.',
  title: 'No face was found',
  width: 720,
};

/** A value that fits the schema, for people to look at. @param name the field it is for */
export function sampleOf(
  schema: JsonSchema,
  components: Record<string, JsonSchema>,
  name = '',
): unknown {
  const target = resolve(schema, components);
  const given = target.examples?.[0] ?? target.const ?? target.enum?.[0];
  if (given !== undefined) return given;
  const [first] = (target.anyOf ?? target.oneOf ?? []).filter(
    (option) => typeof option === 'object' && option.type !== 'null',
  );
  if (typeof first === 'object') {
    return BY_NAME[name] === null ? null : sampleOf(first, components, name);
  }
  if (target.type === 'object') return sampleObject(target, components);
  if (target.type === 'array') {
    return typeof target.items === 'object' && !Array.isArray(target.items)
      ? [sampleOf(target.items, components, name)]
      : [];
  }
  return sampleScalar(target, name);
}

function resolve(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (components[name] ?? {});
}

function sampleObject(schema: JsonSchema, components: Record<string, JsonSchema>): object {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => schema.required?.includes(name))
      .map(([name, property]) => [
        name,
        sampleOf(typeof property === 'object' ? property : {}, components, name),
      ]),
  );
}

function sampleScalar(schema: JsonSchema, name: string): unknown {
  if (schema.type === 'boolean') return schema.default ?? true;
  if (schema.type === 'string') return sampleText(schema, name);
  if (schema.type === 'integer' || schema.type === 'number') {
    const usual = BY_NAME[name] ?? schema.default;
    return typeof usual === 'number' ? usual : Math.max(1, schema.minimum ?? 1);
  }
  return null;
}

function sampleText(schema: JsonSchema, name: string): string {
  if (schema.format === 'date-time' || /(_at|_time)$/.test(name)) return TIME;
  if (schema.format === 'ipv4') return '192.0.2.7';
  if (/url$/.test(name)) return schema.format === 'uri' ? 'https://shop.example.org/hook' : LINK;
  const usual = BY_NAME[name];
  return typeof usual === 'string' ? usual : 'text';
}
