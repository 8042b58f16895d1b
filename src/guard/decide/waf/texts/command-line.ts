import { Bytes } from './bytes.ts';

/** What the command line transformations have in common. */
export interface Manner {
  /** Codes of characters that go. */
  readonly deleted: ReadonlySet<number>;
  /** True for what becomes a space. */
  spaces(code: number): boolean;
  /** Takes white space away at both ends. */
  readonly trims: boolean;
  /** Takes white space away before `/` and `(`. */
  readonly joins: boolean;
  /** Makes one of several backslashes, and takes `^` at the end of a line away with the end. */
  readonly windows: boolean;
}

/** The text as a shell would run it, whatever was put between its letters: small, with single spaces. */
export function asCommand(text: string, manner: Manner): string {
  const out = new Bytes(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (manner.windows && code === 94) i += lineEnd(text, i + 1);
    if (manner.deleted.has(code)) continue;
    if (manner.spaces(code)) {
      if (out.last !== 32 && !(manner.trims && out.last < 0)) out.put(32);
      continue;
    }
    if (manner.joins && (code === 47 || code === 40) && out.last === 32) out.drop();
    if (manner.windows && code === 92 && out.last === 92) continue;
    out.put(code >= 65 && code <= 90 ? code + 32 : code);
  }
  if (manner.trims && out.last === 32) out.drop();
  return out.text();
}

/** How long the line break at `at` is; 0 when there is none. */
function lineEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 10) return 1;
  return code === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 0;
}

/** Codes of characters. */
export const codes = (characters: string): ReadonlySet<number> =>
  new Set([...characters].map((c) => c.charCodeAt(0)));
