/** What a dropped file can be used as, by its declared type or else its name; null for neither. */
export function fileUse(file: { type: string; name: string }): 'picture' | 'recording' | null {
  if (file.type.startsWith('image/')) return 'picture';
  if (file.type.startsWith('audio/')) return 'recording';
  if (/\.(jpe?g|png|webp|gif|bmp)$/i.test(file.name)) return 'picture';
  if (/\.(mp3|wav|m4a|aac|flac|ogg|opus|oga)$/i.test(file.name)) return 'recording';
  return null;
}
