import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourceOf } from '../../../src/define/readers/cloudformation/method-setting.ts';

test('a setting’s key is understood however it is spelt', () => {
  for (const key of ['/pets/{id}', 'pets/{id}', '/~1pets~1{id}', '~1pets~1{id}', '/pets/{id}/'])
    assert.equal(resourceOf(key), '/pets/{id}', key);
  for (const key of ['*', '/*', '/*/']) assert.equal(resourceOf(key), '*', key);
  for (const key of ['/', '~1', '/~1', '']) assert.equal(resourceOf(key), '/', key);
});
