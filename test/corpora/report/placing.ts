// Where a caller may put a value, and in how many coats: more places than `placements` has, under names that programs give.
import { gzipSync } from 'node:zlib';
import { placements, type Sent } from './default-set.ts';
import { further } from './placing-further.ts';

/** A value in a request, under the name of an argument. Null where it cannot stand. */
export type Put = (value: string, name: string) => Sent | null;

const names: Readonly<Record<string, readonly string[]>> = {
  sql: ['id', 'sort', 'filter', 'category', 'q'],
  shell: ['host', 'file', 'branch', 'cmd'],
  path: ['file', 'page', 'template', 'path'],
  ssrf: ['url', 'webhook', 'image', 'callback'],
  redirect: ['next', 'returnUrl', 'redirect_uri', 'continue'],
  mail: ['email', 'subject', 'from'],
};

/** What the argument that carries the nth value of a family is called. */
export function nameOf(family: string, nth: number): string {
  const known = names[family] ?? ['q', 'name', 'comment', 'note'];
  return known[nth % known.length]!;
}

const json = ['Content-Type', 'application/json'];
const form = ['Content-Type', 'application/x-www-form-urlencoded'];
const once = encodeURIComponent;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const units = (text: string): string =>
  [...Array(text.length).keys()]
    .map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
const entities = (text: string): string =>
  [...text].map((c) => (/[A-Za-z0-9 ]/.test(c) ? c : `&#${c.codePointAt(0)};`)).join('');
/** A text as it stands in an element or an attribute of XML, which holds no null character. */
export const inXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\0', '');
// A field of a header holds no control character; whoever wants one there writes it encoded.
const field = (text: string): string => Buffer.from(text.replace(/[\0-\x1f\x7f]/g, once)).toString('latin1');
const part = (head: string, content: string): Sent => ({
  method: 'POST',
  target: '/upload',
  headers: ['Content-Type', 'multipart/form-data; boundary=q7'],
  body: `--q7\r\nContent-Disposition: form-data; name="title"\r\n\r\nmine\r\n--q7\r\n${head}\r\n\r\n${content}\r\n--q7--\r\n`,
});
const file = (name: string): string => `Content-Disposition: form-data; name="file"; filename="${name}"`;
const posted = (target: string, headers: readonly string[], body: string | Buffer): Sent => ({
  method: 'POST',
  target,
  headers,
  body,
});

const everywhere: Readonly<Record<string, Put>> = {
  query: (value, name) => ({ target: `/items?page=2&${name}=${once(value)}` }),
  'query twice': (value, name) => ({ target: `/items?${name}=${once(once(value))}` }),
  'query name': (value) => ({ target: `/items?${once(value)}=1` }),
  json: (value, name) =>
    posted('/items', json, JSON.stringify({ n: 1, item: { tags: ['a'], [name]: value } })),
  'json key': (value) => posted('/items', json, JSON.stringify({ item: { [value]: 1 } })),
  'json unicode': (value, name) => posted('/items', json, `{"${name}":"${units(value)}"}`),
  'json in json': (value, name) =>
    posted('/items', json, JSON.stringify({ payload: JSON.stringify({ [name]: value }) })),
  'json document': (value) => (/^[[{]/.test(value) && whole(value) ? posted('/items', json, value) : null),
  form: (value, name) => posted('/items', form, new URLSearchParams({ a: '1', [name]: value }).toString()),
  multipart: (value, name) => part(`Content-Disposition: form-data; name="${name}"`, value),
  'file name': (value) =>
    part(`${file(field(value).replaceAll('"', '%22'))}\r\nContent-Type: image/png`, 'PNG'),
  'file content': (value) => part(`${file('a.txt')}\r\nContent-Type: text/plain`, value),
  cookie: (value, name) => ({ target: '/me', headers: ['Cookie', `sid=a1b2; ${name}=${once(value)}`] }),
  header: (value) => ({ target: '/me', headers: ['X-Api-Version', field(value)] }),
  agent: (value) => ({ target: '/me', headers: ['User-Agent', field(value)] }),
  referer: (value, name) => ({
    target: '/me',
    headers: ['Referer', `https://shop.example/?${name}=${once(value)}`],
  }),
  path: (value) => ({ target: `/items/${once(value)}/parts` }),
  'xml text': (value, name) => posted('/soap', xmlType, `<o><${name}>${inXml(value)}</${name}></o>`),
  'xml attribute': (value, name) => posted('/soap', xmlType, `<o ${name}="${inXml(value)}"/>`),
  'base64 query': (value, name) => ({ target: `/items?${name}=${once(base64(value))}` }),
  'base64 bare': (value, name) =>
    posted('/items', json, JSON.stringify({ [name]: base64(value).replaceAll('=', '') })),
  'base64url cookie': (value) => ({ target: '/me', headers: ['Cookie', `state=${base64url(value)}`] }),
  token: (value, name) => ({
    target: '/me',
    headers: [
      'Authorization',
      `Bearer ${base64url('{"alg":"HS256"}')}.${base64url(JSON.stringify({ sub: 'a', [name]: value }))}.c2ln`,
    ],
  }),
  entities: (value, name) => posted('/items', json, JSON.stringify({ [name]: entities(value) })),
  text: (value) => posted('/notes', ['Content-Type', 'text/plain'], value),
  lines: (value, name) =>
    posted(
      '/bulk',
      ['Content-Type', 'application/x-ndjson'],
      `{"id":1}\n${JSON.stringify({ [name]: value })}\n`,
    ),
  grpc: (value) => ({ ...placements.grpc!(value), method: 'POST', target: '/shop.Cart/Add' }),
  'grpc-web text': (value) =>
    posted(
      '/shop.Cart/Add',
      ['Content-Type', 'application/grpc-web-text'],
      Buffer.from(placements.grpc!(value).body as Buffer).toString('base64'),
    ),
  gzip: (value, name) =>
    posted('/items', [...json, 'Content-Encoding', 'gzip'], gzipSync(JSON.stringify({ [name]: value }))),
  graphql: (value) => ({ ...placements.graphql!(value), method: 'POST', target: '/graphql' }),
  'graphql variable': (value, name) =>
    posted(
      '/graphql',
      json,
      JSON.stringify({
        query: `query Q($${name}: String) { find(${name}: $${name}) { id } }`,
        variables: { [name]: value },
      }),
    ),
};

const xmlType = ['Content-Type', 'application/xml'];

function whole(text: string): boolean {
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

const bare = (text: string): string => base64(text).replaceAll('=', '');

// What an attacker wraps in base64: with padding and without, for URLs, and once more around.
const wrapped: Readonly<Record<string, Put>> = {
  'query, padded': (value, name) => ({ target: `/items?${name}=${once(base64(value))}` }),
  'query, bare': (value, name) => ({ target: `/items?page=2&${name}=${bare(value)}` }),
  'query, twice': (value, name) => ({ target: `/items?${name}=${once(base64(base64(value)))}` }),
  'json, padded': (value, name) =>
    posted('/items', json, JSON.stringify({ item: { [name]: base64(value) } })),
  'json, for URLs': (value, name) => posted('/items', json, JSON.stringify({ [name]: base64url(value) })),
  'json, twice': (value, name) => posted('/items', json, JSON.stringify({ [name]: bare(base64(value)) })),
  'form, padded': (value, name) =>
    posted('/items', form, new URLSearchParams({ [name]: base64(value) }).toString()),
  'form, for URLs': (value, name) =>
    posted('/items', form, new URLSearchParams({ a: '1', [name]: base64url(value) }).toString()),
  'cookie, bare': (value, name) => ({ target: '/me', headers: ['Cookie', `${name}=${bare(value)}`] }),
  'header, for URLs': (value) => ({ target: '/me', headers: ['X-State', base64url(value)] }),
  'path, for URLs': (value) => ({ target: `/items/${base64url(value)}` }),
  'xml, padded': (value, name) => posted('/soap', xmlType, `<o><${name}>${base64(value)}</${name}></o>`),
};

const only = (...places: readonly string[]): Readonly<Record<string, Put>> =>
  Object.fromEntries(places.map((place) => [place, everywhere[place]!]));

/** The places of values, by the word behind their family; '' is everywhere. */
export const places: Readonly<Record<string, Readonly<Record<string, Put>>>> = {
  '': everywhere,
  agents: only('agent'),
  arguments: only('query', 'query twice', 'json', 'form', 'multipart', 'graphql variable'),
  documents: {
    'xml document': (value) => posted('/soap', xmlType, value),
    'xml gzip': (value) => posted('/soap', [...xmlType, 'Content-Encoding', 'gzip'], gzipSync(value)),
    'file content': (value) => part(`${file('a.svg')}\r\nContent-Type: image/svg+xml`, value),
    ...only('query', 'json', 'form', 'text', 'base64 query', 'base64 bare', 'graphql variable'),
  },
  operations: {
    'graphql document': (value) => posted('/graphql', json, JSON.stringify({ query: value })),
    'graphql text': (value) => posted('/graphql', ['Content-Type', 'application/graphql'], value),
    'graphql batch': (value) =>
      posted('/api/graphql', json, JSON.stringify([{ query: '{ me { id } }' }, { query: value }])),
    'graphql argument': (value) => ({ target: `/graphql?query=${once(value)}` }),
    'graphql form': (value) => posted('/graphql', form, new URLSearchParams({ query: value }).toString()),
  },
  further,
  wrapped,
  benign: only(
    ...['query', 'json', 'form', 'multipart', 'json in json', 'file content', 'cookie', 'header', 'path'],
    ...['xml text', 'base64 query', 'text', 'lines', 'gzip', 'graphql variable', 'referer'],
  ),
};
