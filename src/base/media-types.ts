/** Tells whether a media type is one of an API's `binaryMediaTypes`; an entry may be a wildcard: all types, or `image/*`. */
export function binaryTypes(list: readonly string[]): (mediaType: string) => boolean {
  const entries = list.map((entry) => entry.replaceAll('~1', '/').trim().toLowerCase());
  if (entries.length === 0) return () => false;
  if (entries.includes('*/*')) return () => true;
  const exact = new Set(entries);
  const families = entries.filter((e) => e.endsWith('/*')).map((e) => e.slice(0, -1));
  return (mediaType) => exact.has(mediaType) || families.some((family) => mediaType.startsWith(family));
}

/** The media type a header names first, in lower case and without parameters: `text/html` of `text/html;q=1, text/plain`. */
export function firstMediaType(header: string): string {
  let end = header.length;
  for (let i = 0; i < header.length; i++) {
    const c = header.charCodeAt(i);
    if (c === 44 || c === 59) {
      end = i;
      break;
    }
  }
  return header.slice(0, end).trim().toLowerCase();
}
