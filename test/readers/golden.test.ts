import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { hasErrors } from '../../src/base/note.ts';
import { factLines, noteLines, parseGolden, read } from './golden.ts';

const files = globSync('test/readers/{cloudformation,openapi,yaml}/*.golden').sort();

test('the golden files are found', () => assert.ok(files.length > 100));

for (const file of files) {
  test(`${basename(file, '.golden').replaceAll('-', ' ')} reads as its golden file says`, async () => {
    const { sources, expected } = parseGolden(readFileSync(file, 'utf8'));
    const facts = expected.filter((line) => /^[\w.]+ = /.test(line));
    const notes = expected.filter((line) => !facts.includes(line));
    const reading = await read(sources);
    assert.deepEqual(noteLines(reading), notes);
    assert.equal(reading.definition === null, hasErrors(reading.notes));
    assert.deepEqual(
      factLines(
        reading,
        facts.map((line) => line.slice(0, line.indexOf(' = '))),
      ),
      facts,
    );
  });
}
