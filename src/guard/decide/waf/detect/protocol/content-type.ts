import { quoted, type Report } from './anomaly.ts';

// Character sets in which ASCII looks like something else; nobody sends them to an API.
const strange =
  /^(?:utf-?7(?:-imap)?|unicode-1-1-utf-7|x-imap-.*|utf-?32(?:[bl]e)?|ucs-?[24].*|ebcdic.*|x-ebcdic.*|hz(?:-gb-2312)?|scsu|bocu-1|(?:x-windows-|cs|x-)?iso-?2022-?[\w-]+|jis(?:_encoding)?|cesu-8|utf-ebcdic|cs(?:ibm|ebcdic|pc).*|ibm-?thai|(?:ibm|cp|cpibm|x-ibm|x-cp)[-_]?0*(?:37|273|274|275|277|278|280|281|284|285|290|297|420|423|424|500|838|870|871|875|880|905|918|924|930|933|935|937|939|1025|1026|1047|1097|1112|1122|1123|11[34]\d))$/;
/** Whether a charset, in lower case, is one of those. */
export const hidesAscii = (charset: string): boolean => strange.test(charset);

const doubtful = /^utf-?16(?:[bl]e)?$/;

/** `Content-Type` by its grammar (RFC 9110 8.3.1), and what two readers would take it for. */
export function checkContentType(value: string, report: Report): void {
  const say = (score: number, what: string): void =>
    report('content type', score, 'header content-type', what);
  const media = /^\s*([\w!#$&.+^-]{1,127})\/([\w!#$&.+^-]{1,127})\s*(?=;|$)/.exec(value);
  if (media === null) {
    if (value.trim() !== '') say(/^[\w-]+\/?$/.test(value) ? 45 : 60, `${quoted(value)} is no media type`);
    return;
  }
  const type = `${media[1]}/${media[2]}`.toLowerCase();
  let at = media[0].length;
  if (at === value.length && !type.startsWith('multipart/') && type !== serialized) return;
  let boundary = '';
  let boundaries = 0;
  let charset = '';
  let charsets = 0;
  parameter.lastIndex = at;
  for (let n = 0; n < 32 && at < value.length; n++) {
    parameter.lastIndex = at;
    const match = parameter.exec(value);
    if (match === null) {
      if (/^[\s;]*$/.test(value.slice(at))) break;
      say(62, `${quoted(value.slice(at))} is no parameter`);
      return;
    }
    at = parameter.lastIndex;
    const name = match[1]!.toLowerCase();
    const text = match[2] ?? match[3] ?? '';
    if (name === 'boundary') {
      boundary = text;
      boundaries++;
    } else if (name === 'charset') {
      charset = text
        .trim()
        .toLowerCase()
        .replace(/^'(.*)'$/, '$1');
      charsets++;
    }
  }
  if (boundaries > 1 || charsets > 1) say(66, `${quoted(value)} says two things at once`);
  if (hidesAscii(charset)) say(70, `the charset ${quoted(charset)}`);
  else if (doubtful.test(charset) && !type.endsWith('xml')) say(40, `the charset ${quoted(charset)}`);
  else if (charset !== '' && !/^[\w.:-]{2,40}$/.test(charset)) say(60, `${quoted(charset)} is no charset`);
  if (type.startsWith('multipart/') && boundary === '') say(60, 'multipart without a boundary');
  if (type === serialized) say(58, 'a serialised object of Java');
}

const serialized = 'application/x-java-serialized-object';
const parameter = /\s*;\s*([\w!#$&.+^*'-]{1,64})\s*=(?:\s*"((?:[^"\\]|\\.)*)"|\s*([^\s;",]+)|)\s*(?=;|$)/y;

/** `Content-Encoding`: more codings than anybody uses wrap a bomb. */
export function checkContentEncoding(value: string, report: Report): void {
  const codings = value
    .split(',', 16)
    .filter((coding) => coding.trim() !== '' && coding.trim() !== 'identity');
  if (codings.length > 2) report('content type', 60, 'header content-encoding', quoted(value));
}
