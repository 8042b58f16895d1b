import { unescape as decode } from 'node:querystring';
import type { Exchange } from '../../../../base/exchange.ts';

/** Parameters as they are written: names decoded, values not yet, in turn. */
export type Pairs = readonly string[];

const none: Pairs = [];

/** The pairs of a query, or of a form. Unlike API Gateway, OpenAPI parts them at `&` alone. */
export function pairsOf(text: string): Pairs {
  if (text === '') return none;
  const pairs: string[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    pairs.push(decoded(equals < 0 ? part : part.slice(0, equals)), equals < 0 ? '' : part.slice(equals + 1));
  }
  return pairs;
}

/** The cookies of a request (RFC 6265 5.4), in all its Cookie headers. */
export function cookiesOf({ headers }: Exchange): Pairs {
  const pairs: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() !== 'cookie') continue;
    for (const part of headers[i + 1]!.split(';')) {
      const equals = part.indexOf('=');
      if (equals >= 0) pairs.push(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
    }
  }
  return pairs;
}

/** A header's value, its lines joined (RFC 9110 5.2); null when there is none. */
export function headerValue({ headers }: Exchange, name: string): string | null {
  let found: string | null = null;
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i]!;
    if (own.length === name.length && own.toLowerCase() === name)
      found = found === null ? headers[i + 1]! : `${found},${headers[i + 1]}`;
  }
  return found;
}

/** Percent-encoding and `+` undone, as in a query. What is badly encoded stays as it is. */
export const decoded = (text: string): string => {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decode(spaced) : spaced;
};
