// What a web ACL takes for the forwarded addresses of a request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardedList } from '../../../src/guard/decide/waf/addresses/forwarded.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import { exchangeOf } from './at-hand.ts';

const list = async (name: string, proxied: boolean, ...headers: readonly string[]) => {
  const x = await exchangeOf(ask({ headers, from: '198.51.100.9' }));
  Object.defineProperty(x, 'proxied', { value: proxied });
  return forwardedList(x, name);
};

test('behind what a client writes into X-Forwarded-For stands its own address, as API Gateway puts it there', async () => {
  const forwarded = (...lines: readonly string[]) =>
    list('x-forwarded-for', false, ...lines.flatMap((line) => ['X-Forwarded-For', line]));
  assert.equal(await forwarded(), '198.51.100.9');
  assert.equal(await forwarded('10.1.1.1'), '10.1.1.1,198.51.100.9');
  assert.equal(await forwarded('10.1.1.1', '', 'x'), '10.1.1.1,x,198.51.100.9');
  assert.equal(await list('x-client', false, 'X-Client', '10.1.1.1'), '10.1.1.1');
  assert.equal(await list('x-client', false), undefined);
});

test('a trusted proxy has put it there itself, if it writes the header', async () => {
  const forwarded = (...headers: readonly string[]) => list('x-forwarded-for', true, ...headers);
  assert.equal(await forwarded('X-Forwarded-For', '10.1.1.1, 10.1.1.2'), '10.1.1.1, 10.1.1.2');
  assert.equal(await forwarded(), '198.51.100.9');
});
