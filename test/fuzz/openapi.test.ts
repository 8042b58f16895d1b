import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasErrors } from '../../src/base/note.ts';
import { parseDocument } from '../../src/define/readers/document.ts';
import { readFiles } from '../../src/define/readers/read.ts';
import { catalogue } from '../../src/operate/supervise/catalogue.ts';
import { parseGolden } from '../readers/golden.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const documents = [
  'exported-by-api-gateway',
  'protected-by-x-portcullis',
  'plain-yaml-3.0',
  'authorizer-used',
].map((name) => {
  const { sources } = parseGolden(readFileSync(`test/readers/openapi/${name}.golden`, 'utf8'));
  return sources[0]!.document.value as Json;
});

/** Every place in a document, as keys that lead to it. */
function places(value: Json, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part as Json, [...path, key]))];
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, Json>;
  copy[key] = replaced(copy[key]!, rest, by);
  return copy;
}

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>({ $ref: '#/paths' }, { $ref: '#' }, [null], [{}], [[]], {}, '', '/', 'http://a.test'),
);

test('a document with anything anywhere is read to its end, and gives a definition or an error', async () => {
  const given = catalogue();
  const broken = fc
    .constantFrom(...documents)
    .chain((document) =>
      fc
        .tuple(fc.constantFrom(...places(document).slice(1)), anything)
        .map(([path, by]) => replaced(document, path, by)),
    );
  await fc.assert(
    fc.asyncProperty(broken, async (document) => {
      const source = {
        document: parseDocument(JSON.stringify(document), 'fuzz.json'),
        name: 'fuzz',
        folder: '/',
        assets: new Map(),
        accountId: null,
        region: null,
        parameters: {},
      };
      const { definition, notes } = await readFiles([], given, { sources: [source] });
      assert.equal(definition === null, hasErrors(notes));
    }),
    { numRuns: 1500, interruptAfterTimeLimit: 8_000 },
  );
});
