import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasErrors } from '../../src/base/note.ts';
import { read, sourcesIn } from '../readers/golden.ts';

const FOLDER = 'examples/secure-api/assembly';
const stacks = ['secure-throttled-api', 'waf-stack', 'load-generator-vpc-stack'];
const texts = stacks.map((name) => readFileSync(`${FOLDER}/${name}.template.json`, 'utf8'));
const written = stacks.map((name, i) => `=== ${name}.json\n${texts[i]}\n`).join('');

/** Every place of a document, as the keys that lead to it. */
function places(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))];
}

function put(value: unknown, path: readonly string[], part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = put((value as Record<string, unknown>)[key], rest, part);
  return copy;
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    '',
    -1,
    '{{resolve:ssm:x}}',
    '${',
    { Ref: 'AWS::NoValue' },
    { Ref: 'GreeterApiD1155335' },
    { Ref: 7 },
    { 'Fn::GetAtt': ['ApiSentryAcl', 'Arn'] },
    { 'Fn::GetAtt': [] },
    { 'Fn::Sub': '${A.B}${' },
    { 'Fn::Sub': ['${x}', null] },
    { 'Fn::If': ['x'] },
    { 'Fn::Select': [9, [1]] },
    { 'Fn::ImportValue': { Ref: 'AWS::StackName' } },
    { __proto__: null, constructor: {} },
    { Fn: 1, Ref: 'x' },
  ),
);

test('whatever stands anywhere in a template, reading it gives notes or a definition, and never throws', async () => {
  const values = texts.map((text) => JSON.parse(text) as unknown);
  const all = values.flatMap((value, i) => places(value).map((path) => [i, path] as const));
  await fc.assert(
    fc.asyncProperty(fc.nat(all.length - 1), odd, async (at, part) => {
      const [i, path] = all[at]!;
      const changed = JSON.stringify(put(values[i], path, part));
      const sources = sourcesIn(
        stacks.map((n, j) => `=== ${n}.json\n${j === i ? changed : texts[j]}\n`).join(''),
      );
      const { definition, notes } = await read(sources);
      assert.equal(definition === null, hasErrors(notes));
      for (const note of notes) {
        assert.ok(note.message.length > 0 && !/undefined|\[object/.test(note.message), note.message);
        assert.ok(note.origin.file === '' || note.origin.line > 0, note.message);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a template with pieces cut out or doubled never makes the reader throw', async () => {
  const spot = fc.nat(written.length - 1);
  await fc.assert(
    fc.asyncProperty(spot, fc.nat(60), fc.boolean(), async (from, length, twice) => {
      const piece = written.slice(from, from + length);
      const text = written.slice(0, from) + (twice ? piece + piece : '') + written.slice(from + length);
      if (!text.startsWith('=== ')) return;
      const { definition, notes } = await read(sourcesIn(text));
      assert.equal(definition === null, hasErrors(notes));
    }),
    { numRuns: 300 },
  );
});
