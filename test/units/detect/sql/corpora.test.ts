import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { detectSql } from '../../../../src/guard/decide/waf/detect/sql/sql.ts';

interface Line {
  readonly value: string;
  readonly context: string;
  readonly note: string;
}

const read = (kind: string): Line[] =>
  readFileSync(new URL(`../../../corpora/sql.${kind}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

/** The share of lines that score as much, in percent. */
const share = (lines: readonly Line[], score: number): number =>
  (100 * lines.filter((line) => (detectSql(line.value)?.score ?? 0) >= score).length) / lines.length;

const attacks = read('attacks');
const benign = read('benign');

test('the corpora are as large as promised', () => {
  assert.ok(attacks.length >= 700, `${attacks.length} attacks`);
  assert.ok(benign.length >= 1200, `${benign.length} benign`);
});

for (const [note, floor] of [
  ['first half', 99],
  ['second half', 97],
  ['third part', 94],
  ['made', 99],
] as const) {
  test(`of the attacks of the ${note}, at least ${floor} % are caught at LOW`, () => {
    const lines = attacks.filter((line) => line.note === note);
    assert.ok(share(lines, 50) >= floor, `${share(lines, 50)} %`);
  });
}

test('of benign values outside forums, none in a thousand is blocked at LOW and none in a hundred at HIGH', () => {
  const lines = benign.filter((line) => line.context !== 'forum');
  assert.ok(share(lines, 50) <= 0.1, `${share(lines, 50)} %`);
  assert.ok(share(lines, 30) <= 1, `${share(lines, 30)} %`);
});

test('of posts with SQL in them, at most three in a hundred are blocked at LOW', () => {
  const lines = benign.filter((line) => line.context === 'forum');
  assert.ok(share(lines, 50) <= 3, `${share(lines, 50)} %`);
});
