// What a web ACL takes for the forwarded addresses of a request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forwardedList } from '../../../src/guard/decide/waf/addresses/forwarded.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import headerOrder from '../../../src/guard/decide/waf/fields/header-order.ts';
import headers from '../../../src/guard/decide/waf/fields/headers.ts';
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

test('Headers and HeaderOrder begin with what API Gateway writes, as AWS WAF’s logs list it, and have it once', async () => {
  const sent = ['Accept', '*/*', 'X-Forwarded-Port', '1', 'x-forwarded-for', '10.1.1.1', 'Host', 'a.example'];
  const x = await exchangeOf(ask({ headers: sent, from: '198.51.100.9' }));
  const all = { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } as const;
  const seen = headers.compile(all, usualLimits)(x) as string[];
  const host = x.headers.findIndex((name) => name.toLowerCase() === 'host');
  assert.deepEqual(seen.slice(0, 8), [
    ...['X-Forwarded-For', '10.1.1.1, 198.51.100.9', 'X-Forwarded-Proto', 'http'],
    ...['X-Forwarded-Port', String(x.port), x.headers[host], x.headers[host + 1]],
  ]);
  assert.match(seen[seen.indexOf('X-Amzn-Trace-Id') + 1]!, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  const names = headerOrder.compile({ OversizeHandling: 'CONTINUE' }, usualLimits)(x) as string;
  assert.match(
    names,
    /^x-forwarded-for:x-forwarded-proto:x-forwarded-port:host(:host)*:x-amzn-trace-id:(?!.*(x-forwarded|trace)).*accept/,
  );
});
