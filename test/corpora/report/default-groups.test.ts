// What the default rule groups do with every line of the corpora, wherever a request may carry it. Floors only rise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traffic } from '../held-out/traffic.ts';
import { blockedBy, matching, placements } from './default-set.ts';
import { corpora, heldOut, posts } from './lines.ts';

const everywhere = ['query', 'json', 'form', 'cookie', 'base64 query', 'base64 json'];
const share = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;
const caught = (values: readonly string[], place: string): number =>
  values.filter((value) => blockedBy(placements[place]!(value)) !== '').length;

// Of attacks, what is caught at least at every place; of benign texts, what is blocked at most, also of those that are
// benign to the other families.
const floors: Readonly<Record<string, readonly [hits: number, falseAlarms: number]>> = {
  code: [0.99, 0.035],
  crlf: [1, 0.02],
  deserialization: [0.92, 0.005],
  jndi: [1, 0.03],
  ldap: [0.97, 0.01],
  mail: [1, 0.005],
  nosql: [0.97, 0.033],
  path: [1, 0.007],
  prototype: [1, 0.02],
  shell: [0.975, 0.016],
  sql: [0.988, 0.004],
  ssi: [1, 0.02],
  ssrf: [1, 0.005],
  template: [0.99, 0.005],
  xpath: [0.98, 0.026],
  xss: [0.998, 0.004],
  xxe: [1, 0.005],
};

test('the default groups catch what they did, at every place of a request', () => {
  console.log(['attacks', 'lines', ...everywhere].join('\t'));
  const short: string[] = [];
  for (const [family, [least]] of Object.entries(floors)) {
    const values = corpora.get(`${family}.attacks`)!;
    const found = everywhere.map((place) => caught(values, place));
    console.log([family, values.length, ...found.map((n) => share(n, values.length))].join('\t'));
    for (const [i, n] of found.entries())
      if (n / values.length < least) short.push(`${family} in ${everywhere[i]}: ${share(n, values.length)}`);
  }
  assert.deepEqual(short, []);
});

test('the default groups pass what they did', () => {
  console.log(['benign', 'lines', 'query', 'json', 'form'].join('\t'));
  const over: string[] = [];
  let all = 0;
  let wrong = 0;
  for (const [family, [, most]] of Object.entries(floors)) {
    const values = corpora.get(`${family}.benign`)!;
    const found = ['query', 'json', 'form'].map((place) => caught(values, place));
    console.log([family, values.length, ...found.map((n) => share(n, values.length))].join('\t'));
    all += values.length;
    wrong += found[1]!;
    if (found[1]! / values.length > most) over.push(`${family}: ${share(found[1]!, values.length)}`);
  }
  console.log(`all benign texts as JSON: ${wrong} of ${all} blocked, ${share(wrong, all)}`);
  assert.deepEqual(over, []);
  assert.ok(wrong / all < 0.0075);
});

// The rules that are there for a family, by how their names begin.
const rules: Readonly<Record<string, readonly string[]>> = {
  sql: ['SQLi'],
  xss: ['CrossSiteScripting'],
  path: ['GenericLFI'],
  ssrf: ['ServerSideRequestForgery', 'EC2MetaDataSSRF', 'GenericRFI'],
  jndi: ['Log4JRCE', 'JNDILookup'],
  shell: ['CommandInjection'],
  template: ['TemplateInjection'],
  code: ['CodeInjection'],
  deserialization: ['UnsafeDeserialization', 'JavaDeserializationRCE', 'ReactJSRCE'],
  nosql: ['NoSQLInjection'],
  ldap: ['LDAPInjection'],
  xpath: ['XPathInjection'],
  xxe: ['XMLExternalEntity'],
  ssi: ['ServerSideInclude'],
  crlf: ['ResponseSplitting'],
  mail: ['MailHeaderInjection'],
  prototype: ['PrototypePollution'],
};

test('every rule has its hits, its misses and its false alarms told', () => {
  const hits = new Map<string, number>();
  const wrong = new Map<string, number>();
  const more = (to: Map<string, number>, names: readonly string[]): void => {
    for (const name of new Set(names)) to.set(name, (to.get(name) ?? 0) + 1);
  };
  const matched = (value: string): string[] => [
    ...matching(placements.query!(value)),
    ...matching(placements.json!(value)),
  ];
  const misses = new Map<string, number>();
  for (const [family, stems] of Object.entries(rules))
    for (const value of corpora.get(`${family}.attacks`)!) {
      const names = matched(value).filter((name) => stems.some((stem) => name.startsWith(stem)));
      more(hits, names);
      if (names.length === 0) misses.set(family, (misses.get(family) ?? 0) + 1);
    }
  for (const family of Object.keys(rules))
    for (const value of corpora.get(`${family}.benign`)!) more(wrong, matched(value));
  console.log('rule\thits\tmisses of all rules of its family\tfalse alarms');
  for (const [family, stems] of Object.entries(rules)) {
    const names = [...new Set([...hits.keys(), ...wrong.keys()])].sort();
    for (const name of names.filter((n) => stems.some((stem) => n.startsWith(stem))))
      console.log([name, hits.get(name) ?? 0, misses.get(family) ?? 0, wrong.get(name) ?? 0].join('\t'));
    const total = corpora.get(`${family}.attacks`)!.length;
    assert.ok(
      (misses.get(family) ?? 0) / total < 0.03,
      `${family}: ${misses.get(family)} of ${total} missed`,
    );
  }
});

test('attacks that nothing was tuned by are caught, plain and in base64', () => {
  let all = 0;
  const found = new Map<string, number>(everywhere.map((place) => [place, 0]));
  for (const values of heldOut().values()) {
    all += values.length;
    for (const place of everywhere) found.set(place, found.get(place)! + caught(values, place));
  }
  console.log(`held-out attacks: ${[...found].map(([place, n]) => `${place} ${share(n, all)}`).join(', ')}`);
  for (const [place, n] of found) assert.ok(n / all >= 0.99, `${place}: ${share(n, all)}`);
});

test('less than one in a thousand requests of plain API traffic is blocked, and less than one in ten posts of developers', () => {
  const requests = traffic(10_000);
  const blocked = requests.filter((sent) => blockedBy(sent) !== '').length;
  const written = posts();
  const form = written.filter((post) => blockedBy(placements.form!(post)) !== '').length;
  const json = written.filter((post) => blockedBy(placements.json!(post)) !== '').length;
  console.log(
    `plain API traffic: ${blocked} of ${requests.length} blocked, ${share(blocked, requests.length)}`,
  );
  console.log(`posts of developers: ${json} of ${written.length} blocked, ${share(json, written.length)}`);
  assert.ok(blocked / requests.length < 0.001);
  assert.ok(Math.max(form, json) / written.length < 0.03);
});
