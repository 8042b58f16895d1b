import { dereferenced } from './html/references.ts';
import { type Code, weigh } from './script/weigh.ts';

/** What following a URL would do. */
export interface Address {
  /** `code` runs, `document` opens text of the sender's own, `else` goes to another site, `here` stays. */
  readonly kind: 'code' | 'document' | 'image' | 'elsewhere' | 'here';
  /** In lower case, without what browsers pass over. */
  readonly scheme: string;
  readonly code: Code | null;
  /** What follows the scheme, or a data URI's comma. */
  readonly rest: string;
  /** True when the scheme was written so as not to be seen. */
  readonly hidden: boolean;
}

const here: Address = Object.freeze({ kind: 'here', scheme: '', code: null, rest: '', hidden: false });
const running = new Set(['javascript', 'vbscript', 'livescript', 'mocha', 'jscript', 'vbs']);

/** Reads a URL as browsers do: leading controls and spaces dropped, tabs and line ends passed over (WHATWG URL 4.4). */
export function readAddress(raw: string): Address {
  const value = dereferenced(raw);
  let at = 0;
  while (
    at < value.length &&
    (value.charCodeAt(at) <= 0x20 || value.charCodeAt(at) === 0xa0 || value.charCodeAt(at) === 0xfeff)
  )
    at++;
  const first = value.charCodeAt(at);
  if (first === 0x2f || first === 0x5c) {
    const second = value.charCodeAt(at + 1);
    return second === 0x2f || second === 0x5c
      ? { ...here, kind: 'elsewhere', rest: value.slice(at + 2) }
      : here;
  }
  const start = at;
  let hidden = false;
  for (; at < value.length && at - start <= longest; at++) {
    const c = value.charCodeAt(at);
    if (c === 0x3a) break;
    if (c <= 0x20 || c === 0x7f) hidden = true;
    else if (!isSchemePart(c)) return here;
  }
  if (value.charCodeAt(at) !== 0x3a) return here;
  const scheme = schemeOf(value.slice(start, at), hidden);
  hidden &&= running.has(scheme) || scheme === 'data';
  hidden ||= value !== raw && !raw.slice(0, 14).includes(':');
  const rest = value.slice(at + 1);
  if (running.has(scheme)) return { kind: 'code', scheme, code: codeOf(rest, scheme), rest, hidden };
  if (scheme === 'data') return data(rest, hidden);
  if (scheme === 'feed' || scheme === 'view-source' || scheme === 'jar') {
    const inner = rest.length < raw.length ? nested(rest) : here;
    return inner.kind === 'code' ? inner : { ...here, kind: 'elsewhere', scheme, rest };
  }
  const elsewhere =
    scheme === 'http' ||
    scheme === 'https' ||
    scheme === 'ftp' ||
    scheme === 'blob' ||
    scheme === 'filesystem';
  return elsewhere
    ? { kind: 'elsewhere', scheme, code: null, rest: rest.replace(/^[\\/]+/, ''), hidden }
    : { ...here, scheme };
}

const longest = 64;

function schemeOf(raw: string, spaced: boolean): string {
  let scheme = raw.toLowerCase();
  if (spaced) scheme = [...scheme].filter((c) => c > ' ' && c !== '\x7f').join('');
  return scheme;
}

/** `feed:javascript:…`: only one scheme deep, so that a chain of them costs no more. */
function nested(rest: string): Address {
  const colon = rest.indexOf(':');
  const scheme = colon < 0 || colon > 16 ? '' : rest.slice(0, colon).trim().toLowerCase();
  return running.has(scheme)
    ? {
        kind: 'code',
        scheme,
        code: codeOf(rest.slice(colon + 1), scheme),
        rest: rest.slice(colon + 1),
        hidden: true,
      }
    : here;
}

/** The code of a `javascript:` URL, percent-escapes undone as the browser does before it runs it. */
function codeOf(rest: string, scheme: string): Code {
  const text = rest.includes('%') ? percentDecoded(rest) : rest;
  let code = weigh(text);
  // Browsers drop tabs and line ends from a URL, wherever they stand in it.
  if (code.level < 3 && /[\t\n\r]/.test(text)) {
    const joined = weigh(text.replaceAll(/[\t\n\r]/g, ''));
    if (joined.valid && joined.level > code.level) code = joined;
  }
  // VBScript calls without brackets: msgbox 1.
  if (scheme !== 'javascript' && code.level < 2 && /^\s*(?:msgbox|execute|alert|eval)\b/i.test(text))
    return { ...code, level: 3, soft: false, what: 'VBScript' };
  return code;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

function data(rest: string, hidden: boolean): Address {
  const comma = rest.indexOf(',');
  const type = rest
    .slice(0, comma < 0 ? Math.min(rest.length, 80) : Math.min(comma, 80))
    .trim()
    .toLowerCase();
  const body = comma < 0 ? '' : rest.slice(comma + 1);
  const image =
    type.startsWith('image/') ||
    type.startsWith('font/') ||
    type.startsWith('audio/') ||
    type.startsWith('video/') ||
    type.startsWith('application/font') ||
    type.startsWith('application/x-font');
  const kind = image && !type.startsWith('image/svg') ? 'here' : image ? 'image' : 'document';
  return { kind, scheme: `data:${type}`, code: null, rest: body, hidden };
}

const isSchemePart = (c: number): boolean =>
  ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) ||
  (c >= 0x30 && c <= 0x39) ||
  c === 0x2b ||
  c === 0x2d ||
  c === 0x2e;
