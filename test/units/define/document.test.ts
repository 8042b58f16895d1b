import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from '../../../src/define/readers/document.ts';

test('the line of every part of a JSON text is known, and of its nearest ancestor otherwise', () => {
  const document = parseDocument(
    '{\n  "a": [\n    1,\n    { "b\\"": "x\\n,]" }\n  ],\n  "c": {}\n}',
    'x.json',
  );
  assert.deepEqual(document.value, { a: [1, { 'b"': 'x\n,]' }], c: {} });
  assert.equal(document.lineOf(['a']), 2);
  assert.equal(document.lineOf(['a', 0]), 3);
  assert.equal(document.lineOf(['a', 1, 'b"']), 4);
  assert.equal(document.lineOf(['c', 'nothing', 'there']), 6);
  assert.deepEqual(document.origin(['a', 1]), { file: 'x.json', line: 4, path: 'a/1' });
});

test('a syntax error tells line and column, in JSON and in YAML', () => {
  const json = parseDocument('{\n  "a": 1,\n  "b": }\n', 'x.json');
  assert.equal(json.value, null);
  assert.match(json.notes[0]!.message, /^not valid JSON: .* at line 3, column 8$/);
  const yaml = parseDocument('a:\n  - 1\n - 2\n', 'x.yaml');
  assert.match(yaml.notes[0]!.message, /^not valid YAML: .* at line 3, column/);
  assert.equal(parseDocument('{ "a": 1', 'x.json').notes[0]!.origin.line, 1);
  assert.equal(parseDocument('', 'x.yaml').notes[0]!.code, 'document.syntax');
});

test('short tags become the long form, and the lines of what they hold stay', () => {
  const { value, lineOf, notes } = parseDocument(
    'a: !If\n  - c\n  - !Sub "x-${B}"\n  - !GetAtt A.B.C\nd: !Condition c\n',
    't.yaml',
  );
  assert.deepEqual(notes, []);
  assert.deepEqual(value, {
    a: { 'Fn::If': ['c', { 'Fn::Sub': 'x-${B}' }, { 'Fn::GetAtt': ['A', 'B.C'] }] },
    d: { Condition: 'c' },
  });
  assert.equal(lineOf(['a', 'Fn::If', 1, 'Fn::Sub']), 3);
});

test('scalars that a number would change stay text', () => {
  const { value } = parseDocument(
    'a: 012345678901\nb: 1.10\nc: 10\nd: 2012-10-17\ne: 12345678901234567890\n',
    'x',
  );
  assert.deepEqual(value, {
    a: '012345678901',
    b: '1.10',
    c: 10,
    d: '2012-10-17',
    e: '12345678901234567890',
  });
});

test('anchors and merge keys are followed, and aliases without end are stopped', () => {
  const merged = parseDocument('a: &a { x: 1, y: 2 }\nb:\n  <<: *a\n  y: 3\n', 'x');
  assert.deepEqual(merged.value, { a: { x: 1, y: 2 }, b: { y: 3, x: 1 } });
  const endless = parseDocument('a: &a [*a]\n', 'x');
  assert.equal(endless.notes[0]!.code, 'document.syntax');
  const levels = Array.from(
    { length: 12 },
    (_, i) => `l${i}: &l${i} [${`*l${i - 1}, `.repeat(i === 0 ? 0 : 9)}x]`,
  );
  const bomb = parseDocument(levels.join('\n'), 'x');
  assert.equal(bomb.notes[0]!.code, 'document.syntax');
});

test('a key called __proto__ is a key like any other', () => {
  for (const text of ['{"__proto__": {"x": 1}}', '__proto__: { x: 1 }']) {
    const { value } = parseDocument(text, 'x');
    assert.ok(Object.hasOwn(value as object, '__proto__'));
    assert.equal((value as { x?: number }).x, undefined);
  }
});

test('whatever JSON holds, the value is that of JSON.parse and every path has a line of the text', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      const { value, lineOf, notes } = parseDocument(written, 'x.json');
      assert.deepEqual(value, JSON.parse(written));
      const refused = written.includes('"__proto__":');
      assert.equal(notes.length > 0, refused);
      for (const { message } of notes) assert.match(message, /^__proto__ is no name/);
      const lines = written.split('\n').length;
      const visit = (part: unknown, path: (string | number)[], least: number): void => {
        const line = lineOf(path);
        assert.ok(line >= least && line <= lines);
        if (part === null || typeof part !== 'object') return;
        for (const [key, inner] of Object.entries(part))
          visit(inner, [...path, Array.isArray(part) ? Number(key) : key], line);
      };
      visit(value, [], 1);
    }),
    { numRuns: 300 },
  );
});

test('no text makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,-!&*<>#|\n \\ab1') }), (text) => {
      parseDocument(text, 'x.yaml');
    }),
    { numRuns: 500 },
  );
});

test('where JSON ends to be JSON is found to the column', () => {
  const wrong: [string, string][] = [
    ['{"a": 1,}', 'a key should stand at line 1, column 9'],
    ['[1, 2', 'a comma or ] should stand at line 1, column 6'],
    ['[1,]', 'a value should stand at line 1, column 4'],
    ['{"a" 1}', 'a colon should stand at line 1, column 6'],
    ['{"a": 01}', 'a value should stand at line 1, column 7'],
    ['{\n "a": tru }', 'a value should stand at line 2, column 7'],
    ['{} {}', 'nothing more should stand at line 1, column 4'],
    ['{"a": "\t"}', 'a value should stand at line 1, column 7'],
  ];
  for (const [text, message] of wrong)
    assert.equal(parseDocument(text, 'x.json').notes[0]?.message, `not valid JSON: ${message}`, text);
});

test('text that nests too deeply is said to', () => {
  const { notes } = parseDocument(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'x.json');
  assert.match(notes[0]!.message, /nests too deeply/);
});
