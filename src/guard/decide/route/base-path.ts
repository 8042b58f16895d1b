import { decoded } from './tree.ts';

/** The segments of a base path, empty ones left out. */
export const segmentsOf = (basePath: string): string[] =>
  basePath.split('/').filter((segment) => segment !== '');

/**
 * Where the path goes on behind a base path ('' is the root), also one that is written in another way: its letters and slashes encoded, its slashes
 * doubled, its segments with parameters (`;v=1`); -1 when it does not stand there. A server reads it as the same place, so its protections must hold.
 */
export function behind(path: string, basePath: string, segments: readonly string[]): number {
  const end = basePath.length;
  if (end === 0 || (path.startsWith(basePath) && (end === path.length || path.charCodeAt(end) === 47)))
    return end;
  if (!/[%;]|\/\//.test(path)) return -1;
  let at = 0;
  for (let i = 0; i < segments.length; ) {
    if (at === path.length) return -1;
    signs.lastIndex = at;
    const sign = signs.exec(path);
    const stop = sign === null ? path.length : sign.index;
    if (stop === at && sign![0] !== ';') {
      at += sign![0].length;
      continue;
    }
    const named = path.slice(at, stop);
    // Parameters go to the next slash that is written as one.
    at = sign?.[0] === ';' ? path.indexOf('/', stop) : stop;
    if (at < 0) at = path.length;
    // Nothing but parameters is an empty segment.
    if (named === '') continue;
    if (decoded(named) !== segments[i]) return -1;
    i++;
  }
  return at;
}

/** What ends the name of a segment. */
const signs = /\/|%2f|;/gi;
