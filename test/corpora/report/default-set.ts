// The rule groups that stand in front of `up --to URL`, compiled, without the limit of requests.
import { parseAddress } from '../../../src/base/address.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { managedGroup } from '../../../src/guard/decide/waf/managed/groups.ts';
import { defaultGroups, withRules } from '../../default-groups.ts';
import { PaperWire, paperRequest } from '../../units/paper-wire.ts';

/** The same groups where every rule only counts, so that all that match are told. */
const counting = defaultGroups.map((rule) => {
  const of = rule.statement.ManagedRuleGroupStatement as { VendorName: string; Name: string };
  const { versions, rules, config } = managedGroup(of.VendorName, of.Name)!;
  const names = rules(versions[0]!, config?.parse({})).map(({ name }) => name);
  const RuleActionOverrides = names.map((Name) => ({ Name, ActionToUse: { Count: {} } }));
  return { ...rule, statement: { ManagedRuleGroupStatement: { ...of, RuleActionOverrides } } };
});

const decide = withRules(defaultGroups);
const count = withRules(counting);

export interface Sent {
  readonly method?: string;
  readonly target?: string;
  /** Besides Host and User-Agent, names and values in turn. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

const browser = ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'];

/** The rule that blocks a request; '' when none does. */
export function blockedBy(sent: Sent): string {
  const x = exchange(sent);
  decide(x);
  const { action, groups: told = [], terminatingRule } = x.waf!;
  return action === 'ALLOW' ? '' : (told.at(-1)?.terminating ?? terminatingRule);
}

/** Every rule that matches a request, whatever it does. */
export function matching(sent: Sent): string[] {
  const x = exchange(sent);
  count(x);
  return (x.waf!.groups ?? []).flatMap((group) => group.counted);
}

function exchange({ method, target = '/', headers = [], body = '' }: Sent): Exchange {
  const x = paperRequest(
    {
      method: method ?? (body.length === 0 ? 'GET' : 'POST'),
      target,
      headers: ['Host', 'api.example.com', ...(headers.includes('User-Agent') ? [] : browser), ...headers],
      client: parseAddress('203.0.113.7')!,
    },
    new PaperWire(),
  );
  x.stagePath = x.path;
  x.inner = x.path;
  x.prefix = Buffer.from(body);
  x.prefixWhole = true;
  return x;
}

/** Every byte of a text that is not a letter or a digit, encoded. */
const encoded = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const c = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(c) ? c : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

const json = ['Content-Type', 'application/json'];
const form = ['Content-Type', 'application/x-www-form-urlencoded'];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\0', '');

/** A message of Protocol Buffers with one field, in a frame of gRPC. */
function framed(value: string): Buffer {
  const text = Buffer.from(value);
  const { length } = text;
  const tag = Buffer.from([10, ...(length < 128 ? [length] : [(length & 127) | 128, length >> 7])]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(tag.length + length, 1);
  return Buffer.concat([head, tag, text]);
}

/** Where a value of a corpus is put into a request. */
export const placements: Readonly<Record<string, (value: string) => Sent>> = {
  query: (value) => ({ target: `/search?q=${encoded(value)}` }),
  json: (value) => ({ headers: json, body: JSON.stringify({ q: value }) }),
  form: (value) => ({ headers: form, body: `q=${encoded(value)}` }),
  cookie: (value) => ({ headers: ['Cookie', `a=b; q=${encoded(value)}`] }),
  path: (value) => ({ target: `/files/${encoded(value)}` }),
  header: (value) => ({ headers: ['X-Q', Buffer.from(value.replace(/[\r\n\0]/g, ' ')).toString('latin1')] }),
  'base64 query': (value) => ({ target: `/search?q=${encoded(base64(value))}` }),
  'base64 json': (value) => ({ headers: json, body: JSON.stringify({ q: base64(value) }) }),
  graphql: (value) => ({
    headers: json,
    body: JSON.stringify({ query: `query { search(q: ${JSON.stringify(value)}) { id } }` }),
  }),
  grpc: (value) => ({ headers: ['Content-Type', 'application/grpc'], body: framed(value) }),
  soap: (value) => ({
    headers: ['Content-Type', 'text/xml; charset=utf-8', 'SOAPAction', '"urn:x#q"'],
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><q>${xml(value)}</q></s:Body></s:Envelope>`,
  }),
  multipart: (value) => ({
    headers: ['Content-Type', 'multipart/form-data; boundary=XbX'],
    body: `--XbX\r\nContent-Disposition: form-data; name="q"\r\n\r\n${value}\r\n--XbX--\r\n`,
  }),
};
