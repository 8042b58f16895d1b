import type { Exchange } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';

/** A parameter that a request must have, and not blank. */
export interface Required {
  readonly place: 'path' | 'querystring' | 'header';
  readonly name: string;
}

/** Reads `method.request.querystring.page`; null for what is no parameter. */
export function requiredOf(key: string): Required | null {
  const found = /^method\.request\.(?:multivalue)?(path|querystring|header)\.(.+)$/.exec(key);
  if (found === null) return null;
  const place = found[1] as Required['place'];
  // Names of headers are the same in any case (RFC 9110 5.1).
  return { place, name: place === 'header' ? found[2]!.toLowerCase() : found[2]! };
}

/** The names of those that are missing or blank, in order of the alphabet; none, and nothing made, when all are there. */
export function missingOf(
  required: readonly Required[],
  written: readonly string[],
  x: Exchange,
): readonly string[] {
  let pairs: readonly string[] | null = null;
  let missing: string[] | null = null;
  for (let i = 0; i < required.length; i++) {
    const { place, name } = required[i]!;
    if (place === 'querystring') pairs ??= x.query === '' ? none : parseQuery(x.query);
    const has =
      place === 'header'
        ? hasHeader(x, name)
        : place === 'path'
          ? isThere(x.params?.[name])
          : hasPair(pairs!, name);
    if (!has) {
      missing ??= [];
      missing.push(written[i]!);
    }
  }
  return missing === null ? none : missing.sort();
}

const none: readonly string[] = [];

const isThere = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

function hasHeader({ headers }: Exchange, name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i]!;
    if (own.length === name.length && own.toLowerCase() === name && isThere(headers[i + 1])) return true;
  }
  return false;
}

function hasPair(pairs: readonly string[], name: string): boolean {
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name && isThere(pairs[i + 1])) return true;
  return false;
}
