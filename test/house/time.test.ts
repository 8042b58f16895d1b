import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Who may: those who wait for others, who tell growth from chance, and who pace a load. */
const may = new Set([
  'test/waiting.ts',
  'test/journeys/support/caller.ts',
  'test/journeys/faults-process.test.ts',
  'test/fuzz/linear.ts',
  'test/house/time.test.ts',
]);

const ways: readonly (readonly [string, RegExp])[] = [
  [
    'sleeps: wait for an event (waiting.ts) or take time in hand (time-by-hand.ts)',
    /setTimeout.* from 'node:timers/,
  ],
  ['measures the wall clock', /(?:performance|Date)\.now\(\) - [a-z]|process\.hrtime/],
];

for (const file of globSync(['test/**/*.ts', 'cdk/test/**/*.ts', 'examples/**/*.test.ts'], {
  exclude: ['**/node_modules/**'],
}).sort()) {
  if (may.has(file)) continue;
  const source = readFileSync(file, 'utf8');
  for (const [what, pattern] of ways)
    if (pattern.test(source))
      test(`${file} neither sleeps nor measures the wall clock`, () => assert.fail(`it ${what}`));
}

test('those who may sleep or measure the wall clock do', () => {
  for (const file of may)
    assert.ok(
      ways.some(([, pattern]) => pattern.test(readFileSync(file, 'utf8'))),
      file,
    );
});
