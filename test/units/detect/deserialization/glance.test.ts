// What is only words is not looked at any closer; nothing that a stream, a type or a tag is written with is only words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOnlyWords } from '../../../../src/guard/decide/waf/detect/deserialization/glance.ts';

test('prose, names and prices are only words', () => {
  for (const text of [
    'Tea, loose leaf (250 g)',
    "Children's bicycle, 20 inch",
    'Please ring twice; the bell is left of the door.',
    'Desk lamp — brass & oak',
    'at 10:30, room 4 * 2',
  ])
    assert.ok(isOnlyWords(text), text);
});

test('what may begin a stream, a type, a tag, an alias, a property or a pickle is not, wherever it stands', () => {
  for (const text of [
    'x rO0ABXNyABFqYXZh',
    'e1s1_rO0ABXNyABFqYXZh',
    'v1-AAEAAAD',
    'ViewState /wEyAAEA',
    'token gASVJAAAAAAAAACM',
    'data BAhvOgpB',
    'gz H4sIAAAA',
    'z eJwrSS0u',
    'hex aced0005 and ACED0005',
    '0001000000ff and 04085b',
    'p Y29zCnN5c3RlbQpSLg',
    'java.lang.ProcessBuilder',
    "cos\nsystem\n(S'id'\ntR.",
    "](S'id'\nios\nsystem\n.",
    'cos\\nsystem\\n',
    '!!python/object',
    'O:8:"a":0:{}',
    'a &x b *x',
    'jdbc:h2:mem',
    '<void>',
    '$1:constructor',
    '\u00ac\u00ed\0\u0005',
    '\ufffd\ufffd\0\u0005 x',
    `${'a '.repeat(200)}`,
  ])
    assert.ok(!isOnlyWords(text), text);
});
