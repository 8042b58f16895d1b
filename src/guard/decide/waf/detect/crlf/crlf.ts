import type { Detector, Finding } from '../finding.ts';
import { type HeaderLine, type HeaderLines, headerLines, isBreak } from '../text/header-lines.ts';
import { finding, worse } from '../text/judged.ts';
import { wordsAround } from '../text/surroundings.ts';
import { toStores } from './stores.ts';

/**
 * A line break that begins a header of HTTP (`\r\nSet-Cookie: …`), a message of its own (`\r\nHTTP/1.1 200 OK`,
 * `\r\nGET / HTTP/1.1`), or a body behind one: what a value becomes when it is put into a header as it is.
 *
 * Prose of several lines (`Note: …`), pasted messages and settings, whose first line reads like the others, pass.
 */
export const detectCrlf: Detector = (text) => {
  if (!hasBreak(text)) return written(text);
  return worse(inLines(text), toStores(text));
};

/**
 * A break that is written `\\r\\n` behind a word at most, for whoever resolves escapes; behind more it is a program's.
 */
function written(text: string): Finding | null {
  const first = text.indexOf('\\');
  if (
    first < 0 ||
    first > 40 ||
    !/^\\(?:r\\n|n)[A-Za-z][\w-]{1,40}(?:[:\s\\]|$)/.test(text.slice(first, first + 48))
  )
    return null;
  if (/[\s"'`()<>={}[\]/]|:$/.test(text.slice(0, first))) return null;
  const read = text.slice(0, longest).replaceAll('\\r', '\r').replaceAll('\\n', '\n');
  const found = worse(inLines(read), toStores(read));
  return found === null ? null : { ...found, from: first, to: text.length };
}

/** Characters of a value that are read so; a longer one is a program's. */
const longest = 4_096;

function inLines(text: string): Finding | null {
  const lines = headerLines(text);
  if (lines === null) return null;
  const message = split(text);
  const header = headerFinding(text, lines);
  const worst = message !== null && (header === null || message.score > header.score) ? message : header;
  if (worst !== null) return lines.firstIsHeader ? less(worst) : worst;
  return markup(text, lines);
}

/** True when a line break, or a character that is taken for one, stands in the text. */
function hasBreak(text: string): boolean {
  if (text.includes('\n') || text.includes('\r')) return true;
  return (
    text.includes('\u560a') || text.includes('\u560d') || text.includes('\u010a') || text.includes('\u010d')
  );
}

const less = (f: Finding): Finding | null => (f.from === 0 ? f : { ...f, score: Math.min(f.score, 40) });

/** What a value of the header must be for the line to be one: keeps `Date: Friday` and `Location: Berlin` apart. */
const headers: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    'set-cookie': /^[^\s=;,]+=/,
    'set-cookie2': /^[^\s=;,]+=/,
    cookie: /^[^\s=;,]+=\S/,
    location: /^(https?:|\/|\w+:\/\/|javascript:)/i,
    'content-length': /^\d+$/,
    'content-type': /^[a-z]+\/[\w.+-]+/i,
    'content-encoding': /^(gzip|br|deflate|identity|compress)/i,
    'content-disposition': /^(attachment|inline|form-data)/i,
    'content-location': /^(https?:|\/)/i,
    'content-security-policy': /\S/,
    'content-transfer-encoding': /\S/,
    'transfer-encoding': /chunked|identity|gzip/i,
    'access-control-allow-origin': /\S/,
    'access-control-allow-credentials': /\S/,
    'access-control-allow-headers': /\S/,
    'access-control-allow-methods': /\S/,
    host: /^[\w.-]+\.[\w-]+(:\d+)?$|^localhost|^\d+\.\d+/i,
    connection: /^(close|keep-alive|upgrade)/i,
    refresh: /^\d+\s*;/,
    server: /^[\w.-]+(\/[\d.]+)?$/,
    status: /^[1-5]\d\d\b/,
    link: /^</,
    origin: /^https?:|^null$/i,
    referer: /^https?:/i,
    'cache-control': /^(no-|max-age|private|public|must)/i,
    expires: /GMT|^(0|-1)$/,
    'last-modified': /GMT/,
    etag: /^(W\/)?"/,
    vary: /\S/,
    pragma: /^no-cache/i,
    'proxy-connection': /\S/,
    'www-authenticate': /^(basic|bearer|digest|negotiate)/i,
    authorization: /^(basic|bearer|digest)\s/i,
    'user-agent': /\S/,
    'strict-transport-security': /max-age/i,
    via: /^\d\.\d/,
    'if-none-match': /\S/,
    'accept-encoding': /\S/,
    'accept-language': /^[a-z]{2}/i,
    accept: /^(\*|[a-z]+)\//i,
  }),
);

/** A name that only headers have: two words joined by a hyphen, the first of them one that headers begin with. */
const custom =
  /^(x|access|content|proxy|sec|cf|true|client|forwarded|cross|clear|feature|permissions|referrer|public)-[a-z]/;

const clothes = /^x-(x?-?large|x?-?small|ray|axis|mas|men|box|file|factor|wing|rated|coord|pos|height)/;

function weight({ name, value }: HeaderLine): number {
  const shape = headers.get(name);
  if (shape !== undefined)
    return shape.test(value)
      ? name === 'set-cookie' || name === 'location' || name === 'transfer-encoding'
        ? 88
        : 76
      : 0;
  return custom.test(name) && !clothes.test(name) && value !== '' ? 62 : 0;
}

function headerFinding(text: string, lines: HeaderLines): Finding | null {
  let best: HeaderLine | null = null;
  let score = 0;
  for (const line of lines.headers) {
    const one = weight(line);
    if (one > score) {
      score = one;
      best = line;
    }
  }
  if (best === null) return null;
  if (lines.headers.length > 1 || lines.body > 0) score += 4;
  // A value that begins with the break was put behind another; one with sentences before it is a letter.
  const prose = wordsAround(text, best.from, best.to);
  const asides = lines.headers.reduce((n, line) => n + (weight(line) === 0 ? 1 : 0), 0) + lines.others;
  if (lines.first.trim() !== '' && (prose >= 12 || asides > 3) && lines.body < 0) score = Math.min(score, 40);
  else if (prose >= 12 && lines.others > 0 && wordsAround(text, lines.first.length, text.length) >= 2)
    score = Math.min(score, 42);
  else if (prose >= 24 && !/^\s*</.test(text.slice(Math.max(0, lines.body)))) score = Math.min(score, 42);
  if (
    /^(POST|GET|PUT|DELETE|HEAD|OPTIONS|PATCH|HTTP\/\d)/.test(lines.first) ||
    /^\s*(\$ |> )?(curl|http|fetch) /.test(lines.first)
  )
    score = Math.min(score, 40);
  // Behind an empty line there is no header any more; another message there begins with a line of its own.
  if (lines.first.trim() !== '' && /\n\r?\n/.test(text.slice(lines.first.length, best.from)))
    score = Math.min(score, 40);
  return finding('crlf', score, 'header', `${best.name}:`, best.from, best.to);
}

/** A request or a status line behind a break. */
function split(text: string): Finding | null {
  if (!text.includes('HTTP/')) return null;
  // The end of a request line that the value was put into.
  const ended = /^(?![A-Z]{3,8} )\S{0,200} HTTP\/1\.[01]\r?\n(?=[A-Za-z-]{2,40}: ?\S|\r?\n)/.exec(
    text.slice(0, 512),
  );
  if (ended !== null) return finding('crlf', 86, 'message', 'the end of a request line', 0, ended[0].length);
  for (let i = 0; i < text.length; i++) {
    const next = text.charCodeAt(i + 1);
    if (!(next >= 65 && next <= 90) || !isBreak(text.charCodeAt(i))) continue;
    const line = text.slice(i + 1, i + 200);
    const status = /^HTTP\/\d(\.\d)? [1-5]\d\d\b/.test(line);
    const request = !status && /^[A-Z]{3,8} \S{1,180} HTTP\/\d/.test(line);
    if (!status && !request) continue;
    const prose = wordsAround(text, i, text.length);
    const score =
      prose >= 5 ||
      isLetter(text, i) ||
      fenced.test(text.slice(Math.max(0, i - 20), i)) ||
      /^\s*(GET |POST |PUT |DELETE |HEAD |HTTP\/\d|[>$<*] |curl |http )/.test(text)
        ? 40
        : 90;
    return finding(
      'crlf',
      score,
      'message',
      status ? 'a response of its own' : 'a request of its own',
      i,
      Math.min(text.length, i + 60),
    );
  }
  return null;
}

/**
 * True where a letter greets before the break at `from` (`Hi all,`, and an empty line), and goes on behind what it
 * quotes: its last paragraph is a sentence.
 */
function isLetter(text: string, from: number): boolean {
  if (!greeting.test(text.slice(0, Math.min(from + 4, 80)))) return false;
  const end = text.trimEnd();
  const last = Math.max(end.lastIndexOf('\n\n'), end.lastIndexOf('\n\r\n'));
  return last > from && wordsAround(text.slice(last), 0, 0) >= 4;
}
const greeting = /^\p{Lu}\p{L}{1,16}(?: \p{L}{1,16}){0,3}[,!:.]\r?\n\r?\n/u;

// A server reads this line first.
const fenced = /\n[`~]{3}\w{0,12}\r?$/;

/** Two breaks and markup behind a single short word, or at the very start: the body of a response that ended early. */
function markup(text: string, lines: HeaderLines): Finding | null {
  if (
    lines.body < 0 ||
    lines.headers.length > 0 ||
    lines.first.length > 40 ||
    /\s\S/.test(lines.first.trim())
  )
    return null;
  const rest = text.slice(lines.body, lines.body + 40);
  // Behind a word, a heading or a picture may be what an editor makes.
  const begun =
    lines.first.trim() === ''
      ? /^<(script|html|svg|img|iframe|body|h1|meta|!doctype)/i
      : /^<(script|html|svg|iframe|body|img[^>]+\son\w+=)/i;
  if (!begun.test(rest) || isLetter(text, lines.first.length)) return null;
  return finding(
    'crlf',
    lines.first.includes('<') ? 35 : 55,
    'body',
    'a body of its own',
    lines.first.length,
    Math.min(text.length, lines.body + 10),
  );
}
