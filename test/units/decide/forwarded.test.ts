// What a web ACL takes for the forwarded addresses of a request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardedList } from '../../../src/guard/decide/waf/addresses/forwarded.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import singleHeader from '../../../src/guard/decide/waf/fields/single-header.ts';
import { usualLimits } from '../../../src/guard/decide/waf/limits.ts';
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
  assert.equal(await forwarded('10.1.1.1'), '10.1.1.1, 198.51.100.9');
  assert.equal(await forwarded('10.1.1.1', '', 'x'), '10.1.1.1,x, 198.51.100.9');
  assert.equal(await list('x-client', false, 'X-Client', '10.1.1.1'), '10.1.1.1');
  assert.equal(await list('x-client', false), undefined);
});

test('a trusted proxy has put it there itself, if it writes the header', async () => {
  const forwarded = (...headers: readonly string[]) => list('x-forwarded-for', true, ...headers);
  assert.equal(await forwarded('X-Forwarded-For', '10.1.1.1, 10.1.1.2'), '10.1.1.1, 10.1.1.2');
  assert.equal(await forwarded(), '198.51.100.9');
});

test('SingleHeader has what API Gateway writes into X-Forwarded-…, whatever the client wrote there', async () => {
  const headers = ['X-Forwarded-Proto', 'ftp', 'X-Forwarded-Port', '1', 'X-Forwarded-For', '10.1.1.1'];
  const x = await exchangeOf(ask({ headers, from: '198.51.100.9' }));
  const value = (Name: string) => singleHeader.compile({ Name }, usualLimits)(x);
  assert.equal(value('X-Forwarded-Proto'), 'http');
  assert.equal(value('x-forwarded-port'), String(x.port));
  assert.equal(value('X-Forwarded-For'), '10.1.1.1, 198.51.100.9');
});
