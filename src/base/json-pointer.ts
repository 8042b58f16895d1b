/** A name as one part of a JSON Pointer, without its slash (RFC 6901 3). */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The name that one part of a JSON Pointer stands for (RFC 6901 4: `~1` first, so that `~01` is `~1`, and no slash). */
export const partName = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
