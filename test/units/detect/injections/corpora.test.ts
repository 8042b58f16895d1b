import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { threshold } from '../../../../src/guard/decide/waf/detect/finding.ts';
import { injections } from '../../../../src/guard/decide/waf/detect/injections.ts';

// Floors that only rise: attacks caught and benign texts passed at LOW, in percent, and benign ones passed at HIGH.
const floors: Readonly<Record<string, readonly [number, number, number]>> = {
  template: [99, 100, 98],
  jndi: [100, 100, 99],
  deserialization: [99, 100, 99],
  code: [99.5, 100, 88],
  ldap: [97, 100, 99],
  xpath: [98.9, 100, 96],
  nosql: [97, 100, 90],
  mail: [100, 100, 83],
  crlf: [100, 100, 83],
  xxe: [100, 100, 97],
  ssi: [100, 100, 95],
  prototype: [100, 100, 94],
};

const values = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { value: string }).value);

const share = (all: readonly string[], is: (text: string) => boolean): number =>
  (100 * all.filter(is).length) / all.length;

for (const { family, detect } of injections) {
  const [caught, passed, passedHigh] = floors[family]!;
  test(`${family}: at least ${caught} % of the attacks are caught, ${passed} % of the benign texts pass, ${passedHigh} % at HIGH`, () => {
    const attacks = share(
      values(`test/corpora/${family}.attacks.jsonl`),
      (text) => (detect(text)?.score ?? 0) >= threshold.LOW,
    );
    const benign = values(`test/corpora/${family}.benign.jsonl`);
    const low = share(benign, (text) => (detect(text)?.score ?? 0) < threshold.LOW);
    const high = share(benign, (text) => detect(text) === null);
    assert.ok(attacks >= caught, `${attacks} % of the attacks`);
    assert.ok(low >= passed, `${low} % of the benign texts at LOW`);
    assert.ok(high >= passedHigh, `${high} % of the benign texts at HIGH`);
  });
}

test('of the texts that are benign to any family, less than 0.2 % are taken for an injection by another', () => {
  const all = new Set(globSync('test/corpora/*.benign.jsonl').flatMap(values));
  const wrong: string[] = [];
  for (const text of all)
    for (const { family, detect } of injections)
      if ((detect(text)?.score ?? 0) >= threshold.LOW) wrong.push(`${family}: ${text}`);
  assert.ok(wrong.length < all.size * 0.002, wrong.join('\n'));
});
