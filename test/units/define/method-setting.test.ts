import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingPathOf } from '../../../src/define/readers/cloudformation/method-setting.ts';
import { methodNamed } from '../../../src/define/readers/usage/values.ts';

test('a setting’s key is understood however it is spelt', () => {
  for (const key of ['/pets/{id}', 'pets/{id}', '/~1pets~1{id}', '~1pets~1{id}', '/pets/{id}/'])
    assert.equal(settingPathOf(key), '/pets/{id}', key);
  for (const key of ['*', '/*', '/*/']) assert.equal(settingPathOf(key), '*', key);
  for (const key of ['/', '~1', '/~1', '']) assert.equal(settingPathOf(key), '/', key);
});

test('so is the method that a usage plan has a bucket for', () => {
  for (const key of ['/pets/{id}/GET', '/pets/{id}//GET', '/~1pets~1{id}/GET', '//pets/{id}/GET'])
    assert.deepEqual(methodNamed(key), { resourcePath: '/pets/{id}', httpMethod: 'GET' }, key);
  for (const key of ['//GET', '/~1/GET', '///GET'])
    assert.deepEqual(methodNamed(key), { resourcePath: '/', httpMethod: 'GET' }, key);
  for (const key of ['', '/GET', 'pets/GET', '/pets/get', '/pets/'])
    assert.equal(methodNamed(key), null, key);
});
