import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Detector } from '../../../src/guard/decide/waf/detect/finding.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';

// Floors that only rise: the share of attacks found, and of benign texts passed, at low sensitivity.
const floors: readonly [string, Detector, number, number][] = [
  ['shell', detectShell, 0.985, 0.998],
  ['path', detectPath, 1, 1],
  ['ssrf', detectSsrf, 1, 1],
];

function scores(family: string, which: string, detect: Detector): number[] {
  const lines = readFileSync(new URL(`../../corpora/${family}.${which}.jsonl`, import.meta.url), 'utf8');
  return lines
    .trim()
    .split('\n')
    .map((line) => detect((JSON.parse(line) as { value: string }).value)?.score ?? 0);
}

for (const [family, detect, hits, passes] of floors) {
  test(`of the ${family} attacks ${hits * 100} % are found, and ${passes * 100} % of the benign texts pass`, () => {
    const attacks = scores(family, 'attacks', detect);
    const benign = scores(family, 'benign', detect);
    assert.ok(attacks.length >= 350 && benign.length >= 500);
    const found = attacks.filter((score) => score >= 50).length / attacks.length;
    const passed = benign.filter((score) => score < 50).length / benign.length;
    assert.ok(found >= hits, `${found} of the attacks`);
    assert.ok(passed >= passes, `${passed} of the benign texts`);
  });
}

// Written for other families: closer to texts nobody chose with these three in mind.
test('of the texts that are benign to SQL and to HTML, less than 0.3 % are taken for commands, and next to none for paths or URLs', () => {
  for (const other of ['sql', 'xss']) {
    for (const [family, detect] of floors) {
      const all = scores(other, 'benign', detect);
      const wrong = all.filter((score) => score >= 50).length;
      assert.ok(wrong / all.length < 0.003, `${family} on ${other}: ${wrong} of ${all.length}`);
    }
  }
});
