import { readFileSync } from 'node:fs';
import type { Envelope } from '../../../../src/guard/decide/waf/detect/protocol/protocol.ts';

/** A request of a corpus: its head, and its body with one character for each byte. */
export interface Written {
  readonly envelope: Envelope;
  readonly target: string;
  readonly body: string;
  header(name: string): string;
}

/** Reads a request that is written as on the wire, with plain line breaks. */
export function requestOf(text: string): Written {
  const blank = text.indexOf('\n\n');
  const [line, ...lines] = text.slice(0, blank < 0 ? text.length : blank).split('\n') as [
    string,
    ...string[],
  ];
  const [, method, target] = /^(\S+) (.*) HTTP\/1\.[01]$/.exec(line) as unknown as [string, string, string];
  const headers = lines.flatMap((header) => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  return {
    envelope: { method, path, query, headers, client: { text: '203.0.113.7' } },
    target,
    body: blank < 0 ? '' : text.slice(blank + 2),
    header: (name) => headers[headers.findIndex((h, i) => i % 2 === 0 && h.toLowerCase() === name) + 1] ?? '',
  };
}

/** The values of a corpus. */
export const valuesOf = (family: string, which: 'attacks' | 'benign'): string[] =>
  readFileSync(new URL(`../../../corpora/${family}.${which}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { value: string }).value);

/** The documents in a value of the corpus of GraphQL: itself, or the members `query` of its JSON. */
export function documentsOf(value: string): string[] {
  if (!/^\s*(\[|\{\s*")/.test(value)) return [value];
  try {
    const all = [JSON.parse(value)].flat() as { query?: unknown }[];
    return all.map((one) => one.query).filter((query) => typeof query === 'string');
  } catch {
    return [value];
  }
}
