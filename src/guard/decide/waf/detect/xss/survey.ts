/** What a value holds that code needs. */
export const ANGLE = 1;
export const EQUALS = 2;
export const CALLS = 4;
export const COLON = 8;
export const QUOTE = 16;
export const BRACE = 32;
export const REFERENCE = 64;
export const BRACKET = 128;
/** A letter that some systems turn into an ASCII mark on the way. */
export const WIDE = 256;

const table = new Uint8Array(128);
const marks: { readonly mark: string; readonly bit: number }[] = [];
const wide = new Set<number>();
const put = (characters: string, what: number): void => {
  for (const mark of characters) {
    const code = mark.charCodeAt(0);
    if (code < 128) table[code] = what;
    else wide.add(code);
    marks.push({ mark, bit: what });
  }
};
put('<', ANGLE);
put('=', EQUALS);
put('(`', CALLS);
put(':', COLON);
put('\'"', QUOTE);
put('{', BRACE);
put('&', REFERENCE);
put('[', BRACKET);
put('¼‹〈﹤＜＂＇（：', WIDE);

/** What a value holds, as bits. */
export function survey(text: string): number {
  if (text.length > short) return surveyLong(text);
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c < 128) held |= table[c]!;
    else if (wide.has(c)) held |= WIDE;
  }
  return held;
}

// Past this, a search for each mark is cheaper than a look at each character (1 KB of prose: 0.3 µs against 2 µs).
const short = 64;

function surveyLong(text: string): number {
  let held = 0;
  for (let i = 0; i < marks.length; i++) {
    const { mark, bit } = marks[i]!;
    if ((held & bit) === 0 && text.includes(mark)) held |= bit;
  }
  return held;
}

/**
 * The value with full-width and look-alike characters as ASCII, as best-fit conversions make them; of the same length.
 */
export function narrowed(text: string): string {
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    const plain =
      c < 0xa2 ? '' : c >= 0xff01 && c <= 0xff5e ? String.fromCharCode(c - 0xfee0) : (alike[c] ?? '');
    if (plain === '') continue;
    out += text.slice(from, at) + plain;
    from = at + 1;
  }
  return out + text.slice(from);
}

// Best-fit neighbours, and US-ASCII with its eighth bit set.
const alike: Readonly<Record<number, string>> = {
  188: '<',
  190: '>',
  162: '"',
  8249: '<',
  8250: '>',
  12296: '<',
  12297: '>',
  65124: '<',
  65125: '>',
};
