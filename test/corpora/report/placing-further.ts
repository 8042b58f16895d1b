// More places and coats of a value, which were tried once the first were mended.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Sent } from './default-set.ts';
import type { Put } from './placing.ts';

const json = ['Content-Type', 'application/json'];
const xml = ['Content-Type', 'application/xml'];
const once = encodeURIComponent;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const posted = (headers: readonly string[], body: string | Buffer): Sent => ({
  method: 'POST',
  target: '/items',
  headers,
  body,
});
const object = (name: string, value: string): string => JSON.stringify({ [name]: value });
const part = (content: string): Sent =>
  posted(['Content-Type', 'multipart/mixed; boundary=w'], `--w\r\n${content}\r\n--w--\r\n`);
const token = (name: string, value: string): string =>
  `e30.${Buffer.from(object(name, value)).toString('base64url')}.c2ln`;
const sized = (
  text: Buffer,
  short: readonly [mark: number, below: number],
  marks: readonly number[],
): Buffer => {
  const { length } = text;
  if (length < short[1]) return Buffer.concat([Buffer.from([short[0] | length]), text]);
  const head = length < 256 ? [marks[0]!, length] : [marks[1]!, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), text]);
};
const cborText = (text: string): Buffer => sized(Buffer.from(text), [0x60, 24], [0x78, 0x79]);
const packText = (text: string): Buffer => sized(Buffer.from(text), [0xa0, 32], [0xd9, 0xda]);
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

/** By what they are called. */
export const further: Readonly<Record<string, Put>> = {
  deflate: (value, name) =>
    posted([...json, 'Content-Encoding', 'deflate'], deflateSync(object(name, value))),
  brotli: (value, name) =>
    posted([...json, 'Content-Encoding', 'br'], brotliCompressSync(object(name, value))),
  'gzip twice': (value, name) =>
    posted([...json, 'Content-Encoding', 'gzip, gzip'], gzipSync(gzipSync(object(name, value)))),
  'utf-16': (value, name) =>
    posted(
      ['Content-Type', 'application/json; charset=utf-16le'],
      Buffer.from(object(name, value), 'utf16le'),
    ),
  'json as text': (value, name) => posted(['Content-Type', 'text/plain'], object(name, value)),
  'json without a type': (value, name) => posted([], object(name, value)),
  'json with comments': (value, name) =>
    posted(json, `/* x */ {"a":1, // y\n "${name}":${JSON.stringify(value)},}`),
  'json in single quotes': (value, name) => posted(json, `{${name}:${quoted(value)}}`),
  'json deep': (value, name) => posted(json, `${'{"a":'.repeat(60)}${object(name, value)}${'}'.repeat(60)}`),
  'json bare': (value) => posted(json, JSON.stringify(value)),
  yaml: (value, name) =>
    posted(['Content-Type', 'application/yaml'], `a: 1\n${name}: ${JSON.stringify(value)}\n`),
  cbor: (value, name) =>
    posted(
      ['Content-Type', 'application/cbor'],
      Buffer.concat([Buffer.from([0xa1]), cborText(name), cborText(value)]),
    ),
  msgpack: (value, name) =>
    posted(
      ['Content-Type', 'application/msgpack'],
      Buffer.concat([Buffer.from([0x81]), packText(name), packText(value)]),
    ),
  cdata: (value, name) =>
    posted(xml, `<o><${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}></o>`),
  'xml references': (value, name) =>
    posted(
      xml,
      `<o><${name}>${[...value.replaceAll('\0', '')].map((c) => `&#x${c.codePointAt(0)!.toString(16)};`).join('')}</${name}></o>`,
    ),
  'part of json': (value, name) =>
    part(
      `Content-Disposition: form-data; name="m"\r\nContent-Type: application/json\r\n\r\n${object(name, value)}`,
    ),
  'part in base64': (value) =>
    part(
      `Content-Disposition: form-data; name="m"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(value)}`,
    ),
  'part of a part': (value, name) =>
    part(
      `Content-Type: multipart/mixed; boundary=u\r\n\r\n--u\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--u--`,
    ),
  'query by semicolons': (value, name) => ({ target: `/items?a=1;${name}=${once(value)};b=2` }),
  'query with pluses': (value, name) => ({
    target: `/items?${name}=${once(value).replaceAll('%20', '+')}`,
  }),
  'query thrice': (value, name) => ({ target: `/items?${name}=${once(once(once(value)))}` }),
  'base64 twice': (value, name) => ({ target: `/items?${name}=${once(base64(base64(value)))}` }),
  hexadecimal: (value, name) => ({ target: `/items?${name}=${Buffer.from(value).toString('hex')}` }),
  'json in a query': (value, name) => ({ target: `/items?filter=${once(object(name, value))}` }),
  'url in a query': (value, name) => ({
    target: `/items?u=${once(`https://shop.example/?${name}=${once(value)}`)}`,
  }),
  'data url': (value, name) => posted(json, object(name, `data:text/plain;base64,${base64(value)}`)),
  'gzip in base64': (value, name) => posted(json, object(name, gzipSync(value).toString('base64'))),
  'token in a cookie': (value, name) => ({ target: '/me', headers: ['Cookie', `jwt=${token(name, value)}`] }),
  'token in json': (value, name) => posted(json, object('id_token', token(name, value))),
  matrix: (value, name) => ({ target: `/items/7;${name}=${once(value)}/x` }),
  'graphql in a query': (value) => ({
    target: `/graphql?query=${once(`{ a(q: ${JSON.stringify(value)}) { id } }`)}`,
  }),
  'user of a password': (value) => ({
    target: '/me',
    headers: ['Authorization', `Basic ${base64(`${value}:x`)}`],
  }),
  'late in 40 KB': (value, name) =>
    posted(json, JSON.stringify({ pad: 'lorem ipsum dolor '.repeat(2300), [name]: value })),
  'late of many': (value, name) =>
    posted(
      json,
      JSON.stringify({
        rows: [...Array(400).keys()].map((id) => ({ id, name: `row ${id}` })),
        [name]: value,
      }),
    ),
};
