import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { posixBinaries } from '../../../src/guard/decide/waf/detect/shell/binaries.ts';
import { cmdlets } from '../../../src/guard/decide/waf/detect/shell/powershell.ts';
import { windowsNames } from '../../../src/guard/decide/waf/detect/shell/windows.ts';
import { decodedViews, PLAIN } from '../../../src/guard/decide/waf/detect/views/views.ts';
import { classesOf, mayBeEncoded } from '../../../src/guard/decide/waf/inspect/characters.ts';
import { cleanOf, searches } from '../../../src/guard/decide/waf/inspect/searches.ts';

const values = globSync(new URL('../../corpora/*.jsonl', import.meta.url).pathname).flatMap((file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { value: string }).value),
);

/** What a search would lose by its gate. */
function lost(text: string): string[] {
  const holds = classesOf(text);
  return [...searches]
    .filter(([, s]) => {
      const spared = (cleanOf(text, holds) & (1 << s.number)) !== 0;
      // As the name of an argument it is one with dots or brackets, not with slashes.
      const key = (holds & s.needs) === 0 ? null : s.detectKey?.(text);
      return spared && (s.detect(text) ?? key ?? null) !== null;
    })
    .map(([sought]) => sought);
}

test('no search is spared a text in which it would find something: the corpora', () => {
  for (const value of values) assert.deepEqual(lost(value), [], JSON.stringify(value));
});

test('no search is spared a text in which it would find something: pieces of the corpora', () => {
  const words = values.flatMap((value) => value.split(/(\W)/)).filter((w) => w !== '');
  const word = fc.nat(words.length - 1).map((i) => words[i]!);
  const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, (value) => {
      assert.deepEqual(lost(value), [], JSON.stringify(value));
    }),
    { numRuns: 3_000 },
  );
});

test('nothing is encoded in a text that is not asked for encodings', () => {
  const lost = (value: string): boolean =>
    !mayBeEncoded(value, classesOf(value)) && value.length > 3 && decodedViews(value) !== PLAIN;
  for (const value of values) assert.ok(!lost(value), JSON.stringify(value));
  const encoded = values.map((value) => Buffer.from(value).toString('base64'));
  for (const value of encoded) assert.ok(!lost(value) && !lost(`a ${value}, b`), value);
  const words = [...values, ...encoded].flatMap((value) => value.split(/(\W)/)).filter((w) => w !== '');
  const word = fc.nat(words.length - 1).map((i) => words[i]!);
  const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((list) => list.join(''));
  fc.assert(
    fc.property(text, (value) => assert.ok(!lost(value), JSON.stringify(value))),
    { numRuns: 3_000 },
  );
});

test('no name of a command is taken for a plain word, however its path and extension are written', () => {
  const names = [...posixBinaries.keys(), ...windowsNames, ...cmdlets];
  for (const name of names)
    for (const text of [
      ...[name, name.toUpperCase(), `/bin/${name}`, `/usr/local/bin/${name}`, `./${name}`, `../${name}`],
      ...[
        `${name}.exe`,
        `${name}.com`,
        `a/${name}`,
        `${name}/a`,
        `${name}-a`,
        `a.${name}`,
        `${name}_1`,
        `${name}64`,
      ],
      ...[
        `${name}.sh`,
        `/tmp/${name}.sh`,
        `/dev/tcp/${name}`,
        `-${name}`,
        `--${name}`,
        `.${name}`,
        `_${name}`,
      ],
    ])
      assert.deepEqual(lost(text), [], text);
});
