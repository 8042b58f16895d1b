import { dispositionOf, queryPairs } from '../detect/views/parts.ts';
import { ASIS } from './piece.ts';
import type { Pieces } from './pieces.ts';

/** What applications read out of a header besides its value as a whole. */
export function withinHeader(name: string, value: string, to: Pieces): void {
  switch (name.length) {
    case 7:
      if (name.toLowerCase() === 'baggage') addBaggage(name, value, to);
      break;
    case 13:
      if (name.toLowerCase() === 'authorization') addCredentials(name, value, to);
      break;
    case 19:
      if (name.toLowerCase() === 'content-disposition') addDisposition(name, value, to);
  }
  if (value.charCodeAt(0) === 34 && value.length > 2) addQuoted(name, value, to);
}

/**
 * True for tags of what a client has (RFC 9110 8.8.3) that are made by chance, as of a hash: `W/"OR+Cp0XHND4="`. Letters, digits
 * and the padding of base64 spell no statement, whatever words chance makes of them.
 */
export const isTag = (name: string, value: string): boolean =>
  value.length < 512 &&
  (name.length === 13 || name.length === 8) &&
  /^if-(?:none-)?match$/i.test(name) &&
  /^(?:W\/)?"[\w+-]{1,128}={0,2}"(?:, {0,2}(?:W\/)?"[\w+-]{1,128}={0,2}")*$/.test(value);

/** The one text in quotes that a value is (RFC 9110 5.6.4), where it is more than words. */
function addQuoted(name: string, value: string, to: Pieces): void {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(value) || /^"[\w .-]*"$/.test(value)) return;
  to.add(name, value.slice(1, -1).replace(/\\(.)/gs, '$1'), 'header', ASIS);
}

/** The members of `baggage` (W3C Baggage 3.2), which traced programs look up by their keys. */
function addBaggage(name: string, value: string, to: Pieces): void {
  queryPairs(
    value
      .replaceAll('&', '%26')
      .replaceAll('+', '%2B')
      .split(/[,;]/)
      .map((member) => member.trim())
      .join('&'),
    (key, part, where) => {
      if (where === 'query') to.add(`${name}?${key}`, part, 'header', ASIS);
    },
  );
}

/** The names of a file by which a request says what it holds (RFC 6266 4.3, RFC 8187). */
function addDisposition(name: string, value: string, to: Pieces): void {
  const { fileNames, names } = dispositionOf(value);
  for (const file of fileNames) to.add(name, file, 'file-name', ASIS);
  for (const each of names) to.add(`${name}?name`, each, 'header', ASIS);
}

/** Nothing but what a token holds (RFC 9110 11.2). */
const token = /^[\w.~+/-]+=*$/;

/** Who says to call: the user of Basic (RFC 7617) and of Digest (RFC 7616 3.4), and a token that is none. */
function addCredentials(name: string, value: string, to: Pieces): void {
  const basic = /^basic +([\w+/-]{4,}={0,2})$/i.exec(value)?.[1];
  if (basic !== undefined) {
    addUser(name, basic, to);
    return;
  }
  const [scheme = '', rest = ''] = /^[\w-]{1,32} +(?=(\S.*)$)/s.exec(value) ?? [];
  if (scheme === '' || token.test(rest)) return;
  if (/^digest\b/i.test(scheme)) {
    for (const [, key = '', text = ''] of rest.matchAll(/(?:^|[\s,])(\w{1,32})\s?=\s?"((?:[^"\\]|\\.)*)"/gs))
      to.add(`${name}?${key}`, text.replace(/\\(.)/gs, '$1'), 'header', ASIS);
    return;
  }
  to.add(`${name}?token`, rest, 'header', ASIS);
}

/** The user, whom an application looks up by the name that is given. */
function addUser(name: string, encoded: string, to: Pieces): void {
  const decoded = Buffer.from(encoded, 'base64').toString();
  const colon = decoded.indexOf(':');
  to.add(`${name}?user`, colon < 0 ? decoded : decoded.slice(0, colon), 'header', ['base64']);
  // Where a name holds a colon itself, the first is not where those part it who look for the last one.
  const last = decoded.lastIndexOf(':');
  if (last > colon) to.add(`${name}?user`, decoded.slice(0, last), 'header', ['base64']);
}
