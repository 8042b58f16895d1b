import { HEX } from '../../base/http1/characters.ts';

/** Whether a header's name, in any case, is the one given in lower case. */
export const names = (name: string, lower: string): boolean => name === lower || name.toLowerCase() === lower;

/** Whether a text has the form of a UUID, of any version and in any case. */
export function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const c = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23 ? c !== 45 : (HEX[c] ?? 255) === 255) return false;
  }
  return true;
}

/** Where the authority that begins at `from` ends: at the first `/` or `?`, or with the target. */
export function authorityEnd(target: string, from: number): number {
  const slash = target.indexOf('/', from);
  const mark = target.indexOf('?', from);
  const end = slash < 0 ? target.length : slash;
  return mark < 0 ? end : Math.min(end, mark);
}

/** The path and query behind an authority (RFC 9112 3.2.4: none at all is `*` of OPTIONS, and `/` of others). */
export function pathOf(target: string, from: number, method: string): string {
  const path = target.slice(from);
  if (path === '') return method === 'OPTIONS' ? '*' : '/';
  return path.startsWith('/') ? path : `/${path}`;
}
