/** One attribute of a tag: its name in lower case, its value as it is written. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** One tag, as WHATWG HTML 13.2.5 reads it from `<` on. */
export interface Tag {
  /** In lower case, without NULs and without a prefix such as `svg:`. */
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: readonly Attribute[];
  /** False when the text ends within it, or another tag begins: the page would close it. */
  readonly whole: boolean;
  readonly from: number;
  readonly to: number;
}

const most = 65_536;

/** True where a tag, a comment or a declaration begins. */
export function begins(text: string, at: number): boolean {
  const c = text.charCodeAt(at + 1);
  return (
    isLetter(c) || ((c === 0x2f || c === 0) && isLetter(text.charCodeAt(at + 2))) || c === 0x21 || c === 0x3f
  );
}

/** Reads the tag that begins at `from`. When `anew`, a `<` that begins a tag ends this one wherever it stands. */
export function readTag(text: string, from: number, anew: boolean): Tag {
  const closing = text.charCodeAt(from + 1) === 0x2f;
  let at = closing ? from + 2 : from + 1;
  const start = at;
  while (
    at < text.length &&
    !endsName(text.charCodeAt(at)) &&
    !(anew && at > start && text.charCodeAt(at) === 0x3c)
  )
    at++;
  const attributes: Attribute[] = [];
  const to = readAttributes(text, at, attributes, anew);
  const whole = to <= text.length && text.charCodeAt(to - 1) === 0x3e;
  return {
    name: nameOf(text, start, at),
    closing,
    attributes,
    whole,
    from,
    to: Math.min(to, text.length),
  };
}

/** Reads attributes from `at` on until the tag ends; the place behind its `>`. Past the end when the text ends first. */
export function readAttributes(text: string, at: number, into: Attribute[], anew: boolean): number {
  const end = text.length;
  while (at < end) {
    let c = text.charCodeAt(at);
    if (c === 0x3e) return at + 1;
    if (c <= 0x20 || c === 0x2f) {
      at++;
      continue;
    }
    if (anew && c === 0x3c && begins(text, at)) return at;
    const from = at++;
    for (; at < end; at++) {
      c = text.charCodeAt(at);
      if (c <= 0x20 || c === 0x2f || c === 0x3e || c === 0x3d || (anew && c === 0x3c && begins(text, at)))
        break;
    }
    const name = at;
    let next = at;
    while (next < end && text.charCodeAt(next) <= 0x20) next++;
    if (text.charCodeAt(next) !== 0x3d || next >= end) {
      if (into.length < most) into.push({ name: lowered(text, from, name), value: '', from, to: name });
      continue;
    }
    at = next + 1;
    while (at < end && text.charCodeAt(at) <= 0x20) at++;
    c = text.charCodeAt(at);
    let value = at;
    let stop = at;
    if (c === 0x22 || c === 0x27) {
      value++;
      stop = anew ? quoted(text, value, c) : text.indexOf(text[at]!, value);
      if (stop < 0) stop = end;
      at = text.charCodeAt(stop) === c ? stop + 1 : stop;
    } else {
      while (at < end) {
        c = text.charCodeAt(at);
        if (c === 0x3e || (c <= 0x20 && c !== 0) || (anew && c === 0x3c && begins(text, at))) break;
        at++;
      }
      stop = at;
    }
    if (into.length < most)
      into.push({
        name: lowered(text, from, name),
        value: text.slice(value, stop),
        from,
        to: stop,
      });
  }
  return end + 1;
}

/** Most names are in lower case as they stand. */
function lowered(text: string, from: number, to: number): string {
  const name = text.slice(from, to);
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    if ((c >= 0x41 && c <= 0x5a) || c > 0x7f) return name.toLowerCase();
  }
  return name;
}

/** The end of a quoted value: its quote, or a `<` that begins a tag. */
function quoted(text: string, at: number, quote: number): number {
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === quote || (c === 0x3c && begins(text, at))) return at;
  }
  return at;
}

function nameOf(text: string, from: number, to: number): string {
  let name = lowered(text, from, to);
  if (name.includes('\0')) name = name.replaceAll('\0', '');
  const colon = name.lastIndexOf(':');
  return colon >= 0 ? name.slice(colon + 1) : name;
}

const endsName = (c: number): boolean => c === 0x3e || c === 0x2f || (c <= 0x20 && c !== 0);

export const isLetter = (c: number): boolean => (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a;
