import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partName, pointerPart } from '../../../src/base/json-pointer.ts';

test('a part of a JSON Pointer and the name it stands for are each made of the other', () => {
  for (const [name, part] of [
    ['a/b', 'a~1b'],
    ['m~n', 'm~0n'],
    ['~1', '~01'],
    ['~/~', '~0~1~0'],
    ['', ''],
  ] as const) {
    assert.equal(pointerPart(name), part);
    assert.equal(partName(part), name);
  }
});
