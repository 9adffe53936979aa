/** RFC 6266: an ASCII fallback, and the real name as `filename*` (RFC 8187) where it differs. */
export function contentDisposition(kind: 'inline' | 'attachment', filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const plain = `${kind}; filename="${ascii}"`;
  return ascii === filename ? plain : `${plain}; filename*=UTF-8''${encodeExtended(filename)}`;
}

// RFC 8187, section 3.2.1: attr-char leaves out ' ( ) * which encodeURIComponent keeps.
function encodeExtended(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '_')).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
