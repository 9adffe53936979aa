/** More would hold plans for lists of every length that anybody asked for. */
const MOST = 200;

/**
 * Names statements, so that each connection keeps them prepared: PostgreSQL then parses and plans them once, not with
 * every call. What comes after so many goes without, as does what has no parameters.
 */
export function nameStatements(): (query: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length === 0 || names.size >= MOST) return '';
    const name = `mouthpiece_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
