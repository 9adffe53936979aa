import type { JsonSchema, Operation } from '../rest/openapi-document.ts';

/** A part of a multipart body as the reference offers it. */
export type FormPart = { name: string; isFile: boolean; isNeeded: boolean };

export function formParts(operation: Operation): FormPart[] {
  const schema = multipart(operation)?.schema;
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    isFile: isFile(property),
    isNeeded: schema?.required?.includes(name) ?? false,
  }));
}

/** The parts of the example: a value, or the name of a file after an `@`. */
export function exampleParts(operation: Operation): [name: string, value: string][] {
  return Object.entries((multipart(operation)?.example ?? {}) as Record<string, string>);
}

function multipart({ requestBody }: Operation) {
  return requestBody?.content['multipart/form-data'];
}

function isFile(property: JsonSchema | boolean): boolean {
  if (typeof property === 'boolean') return false;
  const { items } = property;
  const single = typeof items === 'object' && !Array.isArray(items) ? items : property;
  return single.contentMediaType !== undefined;
}
