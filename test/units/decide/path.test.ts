import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASS } from '../../../src/base/decision.ts';
import path from '../../../src/guard/decide/path/path.ts';
import { get } from '../../../src/guard/decide/waf/cases.ts';
import { exchangeOf, given } from './at-hand.ts';

const decide = path.compile({}, given());
const passes = async (target: string): Promise<boolean> => decide(await exchangeOf(get(target))) === PASS;

test('dot segments are refused, however their dots and slashes are written', async () => {
  for (const target of [
    '/..',
    '/a/../b',
    '/a/./b',
    '/a/%2e./b',
    '/a%2f..%2fb',
    '/a%2F..',
    '/a/..%2fb',
    '/%2E%2E%2Fb',
    '/a%5c..%5cb',
  ])
    assert.equal(await passes(target), false, target);
});

test('dot segments with a parameter are refused: servers that know parameters climb by them', async () => {
  for (const target of ['/..;/b', '/a/..;x=1/b', '/a/.;/b', '/a/%2e%2e;/b', '/a/..%3b/b', '/a%2f..;%2fb'])
    assert.equal(await passes(target), false, target);
});

test('dots, parameters and escapes that name no other place pass', async () => {
  for (const target of ['/a..b', '/...', '/.well-known/x', '/a;v=..', '/a%2fb', '/a%20b', '/..a;b', '/a..;b'])
    assert.equal(await passes(target), true, target);
});
