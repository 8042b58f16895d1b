import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { repeatedMember, repeatsMembers } from '../../../src/base/json-members.ts';

const looked = (text: string): [boolean, string] => {
  const body = Buffer.from(text);
  return [repeatsMembers(body, JSON.parse(text)), repeatedMember(body)];
};

test('what JSON.stringify writes has no member twice, however its names and texts look', () => {
  const property = fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, indent) => {
    assert.deepEqual(looked(JSON.stringify(value, null, indent)), [false, '']);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('a member that comes twice is seen wherever it stands, and named', () => {
  const name = fc.string({ unit: 'binary', maxLength: 6 });
  const property = fc.property(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 4, noNullPrototype: false }),
    (other, object) => {
      const [first] = Object.keys(object);
      const units = Array.from(
        { length: first!.length },
        (_, i) => `\\u${first!.charCodeAt(i).toString(16).padStart(4, '0')}`,
      ).join('');
      const text = `[${JSON.stringify(other)},{"in":${JSON.stringify(object).slice(0, -1)},"${units}":0}}]`;
      const [repeats, path] = looked(text);
      assert.equal(repeats, true, text);
      assert.equal(path, `/1/in/${first!.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    },
  );
  fc.assert(property, { numRuns: 1_000 });
});
