import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { detectXss } from '../../../../src/guard/decide/waf/detect/xss/xss.ts';

interface Line {
  readonly value: string;
  readonly context: string;
  readonly note: string;
}

const corpora = join(import.meta.dirname, '../../../corpora');
const read = (name: string): Line[] =>
  readFileSync(join(corpora, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** The share of the lines that count as attacks, and the first few that surprise. */
function share(lines: readonly Line[], wanted: boolean): { share: number; surprises: string } {
  const odd = lines.filter(({ value }) => (detectXss(value)?.score ?? 0) >= 50 !== wanted);
  const hit = wanted ? lines.length - odd.length : odd.length;
  return {
    share: hit / lines.length,
    surprises: odd
      .slice(0, 5)
      .map((line) => line.value)
      .join('\n'),
  };
}

// Floors that only rise.
for (const half of ['1', '2', '3', 'grown']) {
  test(`at least 99 of 100 attacks are found: ${half}`, () => {
    const lines = read('xss.attacks.jsonl').filter(({ note }) => note === half);
    const found = share(lines, true);
    assert.ok(found.share >= 0.99, `${found.share} of ${lines.length}\n${found.surprises}`);
  });

  test(`at most 1 of 200 ordinary values is taken for an attack: ${half}`, () => {
    const lines = read('xss.benign.jsonl').filter(({ note }) => note === half);
    const taken = share(lines, false);
    assert.ok(taken.share <= 0.005, `${taken.share} of ${lines.length}\n${taken.surprises}`);
  });
}

test('the corpora are of some size', () => {
  assert.ok(read('xss.attacks.jsonl').length >= 600);
  assert.ok(read('xss.benign.jsonl').length >= 1200);
});
