// Places and coats that programs undo besides those of placing.ts: each stood open once, and was mended.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Sent } from './default-set.ts';
import { inXml, type Put } from './placing.ts';

const json = ['Content-Type', 'application/json'];
const form = ['Content-Type', 'application/x-www-form-urlencoded'];
const once = encodeURIComponent;
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes as string).toString('base64');
const base64url = (bytes: string | Buffer): string => Buffer.from(bytes as string).toString('base64url');
const post = (headers: readonly string[], body: string | Buffer, target = '/items'): Sent => ({
  method: 'POST',
  target,
  headers,
  body,
});
const object = (name: string, value: unknown): string => JSON.stringify({ [name]: value });
const field = (name: string, value: string): Sent => ({
  target: '/me',
  headers: [name, Buffer.from(value.replace(/[\0-\x1f\x7f]/g, once)).toString('latin1')],
});
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
/** Every character that is no letter, digit or blank, written otherwise. */
const marks = (text: string, how: (code: number, c: string) => string): string =>
  [...text].map((c) => (/[A-Za-z0-9 ]/.test(c) ? c : how(c.codePointAt(0)!, c))).join('');
const bytes = (text: string, how: (byte: number) => string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const c = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(c) ? c : how(byte);
    })
    .join('');
const percent = (text: string): string => bytes(text, (byte) => `%${hex(byte, 2).toUpperCase()}`);
const quotedPrintable = (text: string): string =>
  bytes(text, (byte) => (byte === 32 ? '_' : `=${hex(byte, 2).toUpperCase()}`));
const xescaped = (text: string): string => marks(text, (code, c) => (code < 256 ? `\\x${hex(code, 2)}` : c));
const uescaped = (text: string): string =>
  [...text].map((c) => `\\u{${c.codePointAt(0)!.toString(16)}}`).join('');
const ticked = (text: string): string =>
  `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
const saml = (value: string): string =>
  `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"><p:NameID>${inXml(value)}</p:NameID></p:Response>`;
const part = (head: string, content: string | Buffer, type = 'multipart/form-data'): Sent =>
  post(
    ['Content-Type', `${type}; boundary=q7`],
    Buffer.concat([
      Buffer.from(`--q7\r\n${head}\r\n\r\n`),
      Buffer.from(content as string),
      Buffer.from('\r\n--q7--\r\n'),
    ]),
  );
const disposition = (parameters: string): string => `Content-Disposition: form-data; ${parameters}`;
const utf32 = (text: string, big: boolean): Buffer => {
  const codes = [...text].map((c) => c.codePointAt(0)!);
  const out = Buffer.alloc(codes.length * 4);
  for (const [i, code] of codes.entries())
    big ? out.writeUInt32BE(code, 4 * i) : out.writeUInt32LE(code, 4 * i);
  return out;
};
const nested = (levels: number, name: string, value: string): string => {
  let text = object(name, value);
  for (let i = 0; i < levels; i++) text = object('a', text);
  return text;
};
const find = (argument: string): string => `{ find(v: ${argument}) { id } }`;
const graphql = (query: string, further: object = {}): Sent =>
  post(json, JSON.stringify({ query, ...further }), '/graphql');

const packed: Readonly<Record<string, Put>> = {
  'SAML in an address': (value) => ({
    target: `/sso?SAMLRequest=${once(base64(deflateRawSync(saml(value))))}`,
  }),
  'SAML in a form': (value) =>
    post(form, new URLSearchParams({ SAMLResponse: base64(saml(value)) }).toString()),
  'SAML in a form, deflated, in lines': (value) =>
    post(
      form,
      new URLSearchParams({
        SAMLResponse: base64(deflateRawSync(saml(value))).replace(/.{76}/g, '$&\r\n'),
      }).toString(),
    ),
  'JSON, deflated': (value, name) =>
    post(
      json,
      object('state', base64url(deflateRawSync(JSON.stringify({ at: 1_700_000_000, [name]: value })))),
    ),
  'zlib in hexadecimal': (value, name) => ({
    target: `/items?${name}=${deflateSync(value).toString('hex')}`,
  }),
  'gzip in base64url': (value, name) => ({ target: `/items?${name}=${base64url(gzipSync(value))}` }),
  'base64 in a segment': (value) => ({ target: `/items/${base64url(`${value} `)}/parts` }),
};

const spelled: Readonly<Record<string, Put>> = {
  'JSON with \\x': (value, name) => post(json, `{"${name}":"${xescaped(value)}"}`),
  'JSON with \\u{}': (value, name) => post(json, `{"${name}":"${uescaped(value)}"}`),
  'JSON with octal digits': (value, name) =>
    post(
      json,
      `{"${name}":"${marks(value, (code, c) => (code < 256 ? `\\${code.toString(8).padStart(3, '0')}` : c))}"}`,
    ),
  'JSON whose lines go on': (value, name) =>
    post(json, `{"${name}":"${[...value].map((c) => JSON.stringify(c).slice(1, -1)).join('\\\n')}"}`),
  'JSON5, bare key': (value, name) => post(json, `{${name}:'${xescaped(value)}'}`),
  'JSON5 with comments': (value, name) =>
    post(json, `// it's\n{/* a " b */"${name}": /*'*/ ${JSON.stringify(value)} /* c */, // z\n}`),
  'JSON5 in an argument': (value, name) => ({
    target: `/items?filter=${once(`{${name}:'${xescaped(value)}'}`)}`,
  }),
  'JSON5 as text': (value, name) => post(['Content-Type', 'text/plain'], `{${name}:'${xescaped(value)}'}`),
  'JSON with ticks': (value, name) => post(json, `{"${name}":${ticked(value)}}`),
  'JSON in JSON, four deep': (value, name) => post(json, nested(4, name, value)),
  'JSON in a form in JSON in a form': (value, name) =>
    post(form, `data=${once(object('inner', `x=1&data=${once(object(name, value))}`))}`),
  'a query in JSON': (value, name) => post(json, object('q', `?a=1&${name}=${once(value)}`)),
  'a path with a query': (value, name) => ({
    target: `/items?next=${once(`/x?a=1&${name}=${once(value)}`)}`,
  }),
  'GraphQL with \\u{}': (value) => graphql(find(`"${uescaped(value)}"`)),
  'GraphQL, a default': (value) => graphql(`query Q($v: String = ${JSON.stringify(value)}) ${find('$v')}`),
  'GraphQL, a directive': (value) => graphql(`{ me @rest(path: ${JSON.stringify(value)}) { id } }`),
  'GraphQL, an operation kept': (value, name) => ({
    target: `/graphql?variables=${once(object(name, value))}&extensions=${once('{"persistedQuery":{"version":1,"sha256Hash":"ecf4"}}')}`,
  }),
  'GraphQL with files': (value) =>
    part(
      disposition('name="operations"'),
      JSON.stringify({ query: `query Q($v: String) ${find('$v')}`, variables: { v: value } }),
    ),
  'records by RFC 7464': (value, name) =>
    post(['Content-Type', 'application/json-seq'], `\x1e{"id":1}\n\x1e${object(name, value)}\n`),
  'lines of strings': (value) =>
    post(['Content-Type', 'application/x-ndjson'], `"a"\n${JSON.stringify(value)}\n`),
  'UTF-32 without a mark': (value, name) => post(json, utf32(object(name, value), true)),
  'UTF-32, least byte first': (value, name) => post(json, utf32(object(name, value), false)),
  'UTF-16 without a mark': (value, name) => post(json, Buffer.from(object(name, value), 'utf16le')),
};

const bodies: Readonly<Record<string, Put>> = {
  'a key in brackets': (value) => post(form, `a[${once(value)}]=1`),
  'a form in plain text': (value, name) =>
    /[\r\n]/.test(value) ? null : post(['Content-Type', 'text/plain'], `a=1\r\n${name}=${value}\r\n`),
  'a form that says XML': (value, name) =>
    post(['Content-Type', 'application/xml'], `a=1&${name}=${once(value)}`),
  'a table': (value) =>
    post(['Content-Type', 'text/csv'], `id,name\r\n1,"${value.replaceAll('"', '""')}"\r\n`),
  'a table in a file': (value) =>
    part(
      `${disposition('name="f"; filename="a.csv"')}\r\nContent-Type: text/csv`,
      `id;name\r\n1;"${value.replaceAll('"', '""')}"\r\n`,
    ),
  'XML in JSON': (value, name) =>
    post(json, object('doc', `<Order><${name}>${inXml(value)}</${name}></Order>`)),
  'XML in a part': (value, name) =>
    part(
      `${disposition('name="f"; filename="a.xml"')}\r\nContent-Type: application/xml`,
      `<Order><${name}>${inXml(value)}</${name}></Order>`,
    ),
  'a form in a part': (value, name) =>
    part(
      `${disposition('name="m"')}\r\nContent-Type: application/x-www-form-urlencoded`,
      `a=1&${name}=${once(value)}`,
    ),
  'an address of a batch': (value, name) =>
    part(
      'Content-Type: application/http',
      `GET /items?${name}=${once(value)} HTTP/1.1\r\n\r\n`,
      'multipart/mixed',
    ),
  'a body of a batch': (value, name) =>
    part(
      'Content-Type: application/http',
      `POST /items HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${object(name, value)}`,
      'multipart/mixed',
    ),
  'a name of a part, extended': (value) => part(disposition(`name*=UTF-8''${percent(value)}`), 'x'),
};

const heads: Readonly<Record<string, Put>> = {
  'encoded words': (value) => field('X-Api-Name', `=?utf-8?Q?${quotedPrintable(value)}?=`),
  'encoded words in base64': (value) =>
    field(
      'X-Api-Name',
      [value.slice(0, value.length >> 1), value.slice(value.length >> 1)]
        .map((piece) => `=?UTF-8?B?${base64(piece)}?=`)
        .join(' '),
    ),
  'encoded words in JSON': (value, name) => post(json, object(name, `=?utf-8?Q?${quotedPrintable(value)}?=`)),
  'a file name of the body': (value) =>
    /[\r\n]/.test(value)
      ? null
      : post(
          [
            'Content-Type',
            'application/zip',
            'Content-Disposition',
            `attachment; filename*=UTF-8''${percent(value)}`,
          ],
          'x',
        ),
  baggage: (value) => field('Baggage', `a=1, userId=${percent(value)}`),
  'a user of Digest': (value) =>
    field('Authorization', `Digest username="${value.replace(/["\\]/g, '\\$&')}", realm="r", nonce="n"`),
  'a cookie of Express': (value, name) => ({
    target: '/me',
    headers: ['Cookie', `prefs=${once(`s:j:${object(name, value)}.c2ln`)}`],
  }),
  'a cookie of Flask': (value, name) => ({
    target: '/me',
    headers: [
      'Cookie',
      `session=.${base64url(deflateSync(object(name, value)))}.ZZzz11.${base64url('0123456789abcdefghij')}`,
    ],
  }),
  'a key of OData': (value) => ({ target: `/Items('${percent(value.replaceAll("'", "''"))}')` }),
};

/** By what they are called. */
export const coats: Readonly<Record<string, Put>> = { ...packed, ...spelled, ...bodies, ...heads };
