/** A part that is a file, in the words of JSON Schema. */
export const FILE_PART = { type: 'string', contentMediaType: 'application/octet-stream' } as const;

/**
 * What a form or a loosely typed client has given: fields left blank or null count as left out, and numbers may come as
 * text.
 */
export function givenValues(
  fields: Readonly<Record<string, unknown>>,
  numbers: readonly string[] = [],
): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      numbers.includes(name) && typeof value === 'string' ? Number(value) : value,
    ]),
  );
}
