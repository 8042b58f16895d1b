// Every coat of a value in turn in every place: the nth value wears each coat in one place, the next value in the next.
import { gzipSync } from 'node:zlib';
import type { Sent } from './default-set.ts';
import { inXml } from './placing.ts';

const once = encodeURIComponent;
const marks = (text: string, how: (code: number) => string): string =>
  [...text].map((c) => (/[A-Za-z0-9 ]/.test(c) ? c : how(c.codePointAt(0)!))).join('');
const base64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64');
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
const ascii = (code: number): boolean => code > 32 && code < 127;
const names: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '&': '&amp;',
  '(': '&lpar;',
  ')': '&rpar;',
  ':': '&colon;',
  '/': '&sol;',
  ';': '&semi;',
  '{': '&lbrace;',
  '}': '&rbrace;',
};

type Coat = (value: string) => string;

const crossedCoats: Readonly<Record<string, Coat>> = {
  plain: (value) => value,
  URL: (value) => once(value),
  'URL twice': (value) => once(once(value)),
  base64: base64,
  'base64 for URLs': (value) => Buffer.from(value).toString('base64url'),
  'base64 of URL': (value) => base64(once(value)),
  '\\u': (value) =>
    marks(value, (code) => (code < 65536 ? `\\u${hex(code, 4)}` : String.fromCodePoint(code))),
  '\\x': (value) => marks(value, (code) => (code < 256 ? `\\x${hex(code, 2)}` : String.fromCodePoint(code))),
  entities: (value) => marks(value, (code) => `&#${code};`),
  'entities in hex': (value) => marks(value, (code) => `&#x${hex(code, 2)};`),
  'named entities': (value) => [...value].map((c) => names[c] ?? c).join(''),
  'UTF-7': (value) =>
    marks(value, (code) => {
      const unit = Buffer.from([code >> 8, code & 255]);
      return code > 65535 ? String.fromCodePoint(code) : `+${unit.toString('base64').replaceAll('=', '')}-`;
    }),
  'full-width': (value) => marks(value, (code) => String.fromCodePoint(ascii(code) ? code + 0xfee0 : code)),
  overlong: (value) =>
    marks(value, (code) =>
      code < 128
        ? `%${hex(0xc0 | (code >> 6), 2)}%${hex(0x80 | (code & 63), 2)}`
        : once(String.fromCodePoint(code)),
    ),
  '%u': (value) => marks(value, (code) => (code < 65536 ? `%u${hex(code, 4)}` : String.fromCodePoint(code))),
  hexadecimal: (value) => Buffer.from(value).toString('hex'),
  'gzip in base64': (value) => base64(gzipSync(value)),
};

const json = ['Content-Type', 'application/json'];
const field = (text: string): string => Buffer.from(text.replace(/[\0-\x1f\x7f]/g, once)).toString('latin1');
const post = (headers: readonly string[], body: string): Sent => ({
  method: 'POST',
  target: '/items',
  headers,
  body,
});
const part = (head: string, content: string): Sent =>
  post(
    ['Content-Type', 'multipart/form-data; boundary=q7'],
    `--q7\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n--q7--\r\n`,
  );

const crossedPlaces: Readonly<Record<string, (text: string, name: string) => Sent>> = {
  query: (text, name) => ({ target: `/items?${name}=${once(text)}` }),
  json: (text, name) => post(json, JSON.stringify({ item: [{ [name]: text }] })),
  header: (text) => ({ target: '/me', headers: ['X-Client', field(text)] }),
  form: (text, name) =>
    post(['Content-Type', 'application/x-www-form-urlencoded'], `a=1&${name}=${once(text)}`),
  cookie: (text, name) => ({ target: '/me', headers: ['Cookie', `${name}=${once(text)}`] }),
  'xml text': (text, name) => post(['Content-Type', 'text/xml'], `<o><${name}>${inXml(text)}</${name}></o>`),
  path: (text) => ({ target: `/items/${once(text)}` }),
  multipart: (text, name) => part(`name="${name}"`, text),
  'json in json': (text, name) => post(json, JSON.stringify({ body: JSON.stringify({ [name]: text }) })),
  'graphql variable': (text) =>
    post(json, JSON.stringify({ query: 'query($a:String){a(a:$a){id}}', variables: { a: text } })),
  'file content': (text) => part('name="f"; filename="a.txt"', text),
  referer: (text, name) => ({
    target: '/me',
    headers: ['Referer', `https://shop.example/?${name}=${once(text)}`],
  }),
  'json key': (text) => post(json, JSON.stringify({ [text]: 1 })),
};

/** The nth value in each of its coats, each in a place of its own. */
export function crossed(
  value: string,
  name: string,
  nth: number,
): { coat: string; place: string; sent: Sent }[] {
  const places = Object.entries(crossedPlaces);
  return Object.entries(crossedCoats).map(([coat, wear], i) => {
    const [place, put] = places[(nth + i) % places.length]!;
    return { coat, place, sent: put(wear(value), name) };
  });
}
