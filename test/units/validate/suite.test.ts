import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { SchemaSet } from '../../../src/define/model/validation.ts';
import { schemaFlaws } from '../../../src/guard/decide/validate/schema/flaws.ts';
import { Schemas } from '../../../src/guard/decide/validate/schema/schemas.ts';

interface Group {
  readonly file: string;
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const folder = new URL('../../fixtures/json-schema-test-suite/', import.meta.url);
const lines = <T>(name: string): T[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const SUITE = 'suite:schema';
const remotes = lines<{ uri: string; schema: { $schema?: string } }>('remotes.jsonl');

// Groups that are refused when a definition is read, because ajv would answer them wrongly: by name.
const DYNAMIC = [
  '$dynamicRef avoids the root of each schema, but scopes are still registered',
  '$dynamicRef points to a boolean schema',
  '$dynamicRef skips over intermediate resources - direct reference',
  'A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated',
  'A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope',
  'A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor',
  'A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
  'A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor',
  'A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
  "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution",
  'A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
  'A $dynamicRef without anchor in fragment behaves identical to $ref',
  'An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution',
  'after leaving a dynamic scope, it is not used by a $dynamicRef',
  'multiple dynamic paths to the $dynamicRef keyword',
];
const THROUGH_ANOTHER = [
  '$ref and $dynamicAnchor are independent of order - $defs first',
  '$ref and $dynamicAnchor are independent of order - $ref first',
  '$ref to $dynamicRef finds detached $dynamicAnchor',
  'tests for implementation dynamic anchor and reference link',
  'strict-tree schema, guards against misspelled properties',
];
const ITEMS = [
  'unevaluatedItems and contains interact to control item dependency relationship',
  'unevaluatedItems can see annotations from if without then and else',
  'unevaluatedItems depends on adjacent contains',
  'unevaluatedItems depends on multiple nested contains',
  'unevaluatedItems with anyOf',
  'unevaluatedItems with if/then/else',
  'unevaluatedItems with minContains = 0',
  'unevaluatedItems with nested items',
  'unevaluatedItems with not',
  'unevaluatedItems with oneOf',
];

/** By name, the reason that is given. */
const refused: Readonly<Record<string, RegExp>> = {
  ...named('2020-12 dynamicRef', DYNAMIC, /has a \$dynamicRef/),
  ...named('2020-12 dynamicRef', THROUGH_ANOTHER, /refers to another that has a \$dynamicRef/),
  ...named('2020-12 unevaluatedItems', ITEMS, /has unevaluatedItems beside/),
  ...named('2020-12 unevaluatedItems', ['unevaluatedItems with $dynamicRef'], /has a \$dynamicRef/),
  ...named('2020-12 unevaluatedProperties', ['unevaluatedProperties with $dynamicRef'], /has a \$dynamicRef/),
  ...named(
    '2020-12 unevaluatedProperties',
    ['unevaluatedProperties with if/then/else, then not defined'],
    /else without a then/,
  ),
  ...named(
    '2020-12 vocabulary',
    [
      'schema that uses custom metaschema with with no validation vocabulary',
      'ignore unrecognized optional vocabulary',
    ],
    /dialect/,
  ),
};

function named(file: string, names: readonly string[], reason: RegExp): Record<string, RegExp> {
  return Object.fromEntries(names.map((name) => [`${file}: ${name}`, reason]));
}

for (const dialect of ['draft-04', '2020-12'] as const) {
  const foreign = dialect === 'draft-04' ? '/draft2020-12/' : '/draft4/';
  const documents = Object.fromEntries(
    remotes.filter(({ uri }) => !uri.includes(foreign)).map(({ uri, schema }) => [uri, schema]),
  );
  for (const group of lines<Group>(`${dialect}.jsonl`)) {
    const set: SchemaSet = { dialect, documents: { ...documents, [SUITE]: group.schema } };
    const name = `${dialect} ${group.file}: ${group.description}`;
    const reason = refused[name];
    test(reason === undefined ? name : `${name} (refused)`, () => {
      const flaws = schemaFlaws(set);
      const own = flaws.find(({ uri }) => uri === SUITE)?.message;
      // A definition is refused for any schema in it: here for those among the remotes that a group leads to.
      const through = flaws.find(({ uri }) => JSON.stringify(group.schema).includes(uri.split('/').at(-1)!));
      const flaw = own ?? (through === undefined ? undefined : `refers to another that ${through.message}`);
      if (reason !== undefined) return assert.match(flaw ?? 'nothing', reason);
      assert.equal(flaw, undefined);
      const check = new Schemas(set, { formats: false, telling: false }).check(SUITE);
      for (const { description, data, valid } of group.tests)
        assert.equal(check.fits(data, JSON.stringify(data).length), valid, description);
    });
  }
}
