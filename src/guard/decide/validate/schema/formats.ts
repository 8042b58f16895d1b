import { parseAddress } from '../../../../base/address.ts';
import { compileEcma } from '../../../../base/regex/ecma.ts';

/** The longest text that a format can fit: longer than any address, name or date there is. */
const LONGEST = 8_192;

type Format =
  | ((text: string) => boolean)
  | { readonly type: 'number'; readonly validate: (value: number) => boolean };

const within = (least: number, most: number): Format => ({
  type: 'number',
  validate: (value) => Number.isInteger(value) && value >= least && value <= most,
});

/** Each looks at a character a fixed number of times. `true` for those that say nothing of what is valid. */
const texts: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => isDate(text),
  time: (text) => isTime(text),
  'date-time': (text) =>
    isDate(text.slice(0, 10)) && /^[Tt ]$/.test(text[10] ?? '') && isTime(text.slice(11)),
  duration: (text) =>
    /^P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)$/.test(
      text,
    ),
  email: (text) => isEmail(text),
  hostname: (text) => isHostname(text),
  ipv4: (text) => /^\d+\.\d+\.\d+\.\d+$/.test(text) && parseAddress(text) !== null,
  ipv6: (text) => text.includes(':') && !text.includes('%') && parseAddress(text) !== null,
  uri: (text) => URI.test(text),
  url: (text) => URI.test(text),
  'uri-reference': (text) => REFERENCE.test(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  'json-pointer': (text) => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text),
  byte: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
  regex: (text) => isPattern(text),
};

const INT32 = 2 ** 31;

/** Formats of JSON Schema and OpenAPI that are asserted; others say what a value means and no more. */
export const formats: Readonly<Record<string, Format>> = {
  ...Object.fromEntries(
    Object.entries(texts).map(([name, fits]) => [
      name,
      (text: string) => text.length <= LONGEST && fits(text),
    ]),
  ),
  int32: within(-INT32, INT32 - 1),
  // Numbers that JSON has and a double has not exactly are taken as what they are read as.
  int64: within(-(2 ** 63), 2 ** 63),
};

function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  );
}

/** RFC 3339 full-time; a leap second only where one can be, at the end of a UTC day. */
function isTime(text: string): boolean {
  const found = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (found === null) return false;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const sign = found[4] === '-' ? -1 : 1;
  const [offsetHour, offsetMinute] = [Number(found[5] ?? 0), Number(found[6] ?? 0)];
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const utc = hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute);
  return second === 60 && (utc + 1440) % 1440 === 1439;
}

/** RFC 5321: a local part of up to 64 characters (dot-atom or quoted), and a host or an address in brackets. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const dotted = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local);
  if (!dotted && !/^"(?:[^"\\\r\n]|\\[^\r\n])*"$/.test(local)) return false;
  const address = /^\[(?:IPv6:)?([^\]]*)\]$/.exec(domain);
  return address === null ? isHostname(domain) : parseAddress(address[1]!) !== null;
}

/** RFC 1123 2.1. */
function isHostname(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  return text
    .split('.')
    .every((label) => label.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label));
}

// RFC 3986: characters alone, for what they mean is the scheme's business.
const REFERENCE = compileEcma("^(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$");
const URI = compileEcma(
  "^[A-Za-z][A-Za-z0-9+.\\-]*:(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$",
);

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
