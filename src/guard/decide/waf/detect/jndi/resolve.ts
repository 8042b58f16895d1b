/** One look-up, as the logging library would see it when everything inside is resolved. */
export interface LookUp {
  /** What stood between `${` and `}`, inner look-ups resolved. */
  readonly body: string;
  readonly from: number;
  readonly to: number;
  readonly closed: boolean;
  /** How many look-ups it holds. */
  readonly inner: number;
}

interface Frame {
  body: string;
  from: number;
  inner: number;
}

const forgets = 256;
const longest = 2048;
const half = longest / 2;

/**
 * Resolves the look-ups of a text from the inside out, as Log4j and Commons Text do, and shows each to `each`.
 *
 * Variables are taken to be unset, so that their defaults hold (`${env:X:-j}` is `j`). One pass; of a look-up longer
 * than 2 048 characters the beginning and the end are kept, for a default stands there; of more than 512 in one
 * another the outermost are forgotten: then it gives true.
 */
export function resolve(text: string, each: (found: LookUp) => void): boolean {
  const frames: Frame[] = [];
  let forgotten = false;
  let from = text.indexOf('${');
  for (let i = from; i >= 0 && i < text.length; i++) {
    const c = text.charCodeAt(i);
    const top = frames[frames.length - 1];
    if (c === 36 && text.charCodeAt(i + 1) === 123) {
      if (top !== undefined) append(top, text.slice(from, i));
      if (frames.push({ body: '', from: i, inner: 0 }) > 2 * forgets) {
        frames.splice(0, forgets);
        forgotten = true;
      }
      from = i + 2;
      i++;
    } else if (c === 125 && top !== undefined) {
      append(top, text.slice(from, i));
      frames.pop();
      from = i + 1;
      each({ body: top.body, from: top.from, to: i + 1, closed: true, inner: top.inner });
      const outer = frames[frames.length - 1];
      if (outer === undefined) i = from = next(text, i);
      else {
        outer.inner += top.inner + 1;
        append(outer, replacement(top.body));
      }
      if (i < 0) return forgotten;
    }
  }
  let rest = from >= 0 ? text.slice(from, from + longest) : '';
  for (let n = frames.length - 1; n >= 0; n--) {
    const frame = frames[n]!;
    append(frame, rest);
    each({ body: frame.body, from: frame.from, to: text.length, closed: false, inner: frame.inner });
    rest = frame.body;
  }
  return forgotten;
}

/** Just before the next opening, where the walk goes on; -1 when there is none. */
function next(text: string, i: number): number {
  const at = text.indexOf('${', i + 1);
  return at < 0 ? -1 : at - 1;
}

function append(frame: Frame, text: string): void {
  frame.body += text.length > longest ? text.slice(0, half) + text.slice(-half) : text;
  if (frame.body.length > 2 * longest) frame.body = frame.body.slice(0, half) + frame.body.slice(-half);
}

/** What stands in a look-up's place: its default, or what the functions that need no context make of it. */
function replacement(body: string): string {
  const divide = body.indexOf(':-');
  const key = divide < 0 ? body : body.slice(0, divide);
  const colon = key.indexOf(':');
  const value = key.slice(colon + 1);
  if (colon > 0) {
    switch (key.slice(0, colon).toLowerCase()) {
      case 'lower':
        return value.toLowerCase();
      case 'upper':
        return value.toUpperCase();
      case 'base64':
      case 'base64decoder':
        return Buffer.from(value.slice(0, 512), 'base64').toString('latin1');
      case 'urldecoder':
        return value.replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      case 'date':
        return value.includes("'") ? quoted(value) : '';
      case 'const':
      case 'literal':
        return value;
    }
  }
  if (divide >= 0) return body.slice(divide + 2);
  // An unknown variable stays as it stands; short, for it is only read.
  return colon >= 0 ? '' : `\${${body.slice(0, 64)}}`;
}

/** The quoted parts of a date pattern: `'j'yyyy` gives `j`. */
function quoted(pattern: string): string {
  const parts = pattern.split("'");
  let out = '';
  for (let i = 1; i < parts.length; i += 2) out += parts[i];
  return out;
}
