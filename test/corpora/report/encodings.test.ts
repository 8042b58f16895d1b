// Differential: what the default groups find in a value as it is, they find in the same value encoded, and nothing more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { blockedBy, placements, type Sent } from './default-set.ts';
import { corpora } from './lines.ts';

const json = ['Content-Type', 'application/json'];
const q = (value: string): string => JSON.stringify({ q: value });
const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
const units = (text: string): number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const percent = (text: string): string => [...Buffer.from(text)].map((byte) => `%${hex(byte, 2)}`).join('');

/** How a value comes in, that an application would undo before it uses it. */
const encodings: Readonly<Record<string, (value: string) => Sent>> = {
  'each byte percent-encoded': (value) => ({ target: `/search?q=${percent(value)}` }),
  'percent-encoded twice': (value) => ({
    target: `/search?q=${encodeURIComponent(encodeURIComponent(value))}`,
  }),
  'each character a \\u escape of JSON': (value) => ({
    headers: json,
    body: `{"q":"${units(value)
      .map((unit) => `\\u${hex(unit, 4)}`)
      .join('')}"}`,
  }),
  'character references in JSON': (value) => ({
    headers: json,
    body: q([...value].map((c) => (/[\w ]/.test(c) ? c : `&#${c.codePointAt(0)};`)).join('')),
  }),
  'JSON in a string of JSON': (value) => ({ headers: json, body: q(q(value)) }),
  'base64url without padding': (value) => ({
    headers: json,
    body: q(Buffer.from(value).toString('base64url')),
  }),
  'percent-encoded in base64': (value) => ({
    headers: json,
    body: q(Buffer.from(percent(value)).toString('base64')),
  }),
  'a body in gzip': (value) => ({
    headers: [...json, 'Content-Encoding', 'gzip'],
    body: gzipSync(q(value)),
  }),
  'a body in UTF-16': (value) => ({ headers: json, body: Buffer.from(`\ufeff${q(value)}`, 'utf16le') }),
};

/** Every so many lines of the corpora of that kind that an encoding does not change the meaning of. */
function sample(kind: 'attacks' | 'benign', every: number): string[] {
  const families = [
    'sql',
    'xss',
    'path',
    'shell',
    'ssrf',
    'template',
    'code',
    'nosql',
    'jndi',
    'ldap',
    'xpath',
    'xxe',
  ];
  const lines = families.flatMap((family) =>
    corpora.get(`${family}.${kind}`)!.filter((_, i) => i % every === 0),
  );
  // A value that is itself written with escapes is another one once it is encoded over them.
  return lines.filter((value) => !/[%\\&+\ufffd]|[^\x20-\x7e]/.test(value));
}

const attacks = sample('attacks', 6).filter((value) => blockedBy(placements.json!(value)) !== '');
const benign = sample('benign', 6).filter((value) => blockedBy(placements.json!(value)) === '');

test('there is enough to compare', () => {
  assert.ok(attacks.length > 500 && benign.length > 500, `${attacks.length}, ${benign.length}`);
});

// What a name alone shows (`printenv` as a whole value) is no longer shown by what could be any word in base64; what climbs
// in front of a name (`../../x`) is benign where a person wrote it, and not where somebody encoded it.
const mostMissed = 0.005;
const mostWrong = 0.025;

for (const [name, encoded] of Object.entries(encodings)) {
  test(`${name}: attacks are found as they are plain, and benign texts pass as they do plain`, () => {
    const missed = attacks.filter((value) => blockedBy(encoded(value)) === '');
    const wrong = benign.filter((value) => blockedBy(encoded(value)) !== '');
    console.log(
      `${name}: ${missed.length} of ${attacks.length} missed, ${wrong.length} of ${benign.length} blocked`,
    );
    assert.ok(missed.length / attacks.length <= mostMissed, `missed: ${missed.slice(0, 20).join('\n')}`);
    assert.ok(wrong.length / benign.length <= mostWrong, `blocked: ${wrong.slice(0, 20).join('\n')}`);
  });
}
