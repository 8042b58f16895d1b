import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';

interface Line {
  readonly value: string;
  readonly family: string;
  readonly context: string;
}

const files = globSync(new URL('../*.jsonl', import.meta.url).pathname).map((file) => ({
  name: basename(file, '.jsonl'),
  lines: readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line),
}));
const of = (kind: string): Line[] => files.flatMap(({ name, lines }) => (name.endsWith(kind) ? lines : []));

// Lines are added, and never taken out to make a figure better.
const least = { attacks: 8_100, benign: 8_200 } as const;

for (const [kind, count] of Object.entries(least)) {
  test(`there are ${count} values of the kind ${kind} and more, no two alike within a corpus`, () => {
    assert.ok(of(kind).length >= count, String(of(kind).length));
    for (const { name, lines } of files.filter((file) => file.name.endsWith(kind))) {
      const twice = lines.map((l) => l.value).filter((value, i, all) => all.indexOf(value) !== i);
      assert.deepEqual(twice, [], name);
    }
  });
}

test('every value is labelled by its family and the context it is meant for', () => {
  for (const { name, lines } of files)
    for (const { value, family, context } of lines) {
      assert.ok(value !== '' && family !== '' && context !== '', `${name}: ${value}`);
      assert.doesNotMatch(context, /^\s|\s$/);
    }
});
