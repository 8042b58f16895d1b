import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  detectSession,
  isForeign,
  isSessionName,
} from '../../../../src/guard/decide/waf/detect/session/session.ts';

const score = (text: string): number => detectSession(text)?.score ?? 0;

test('script and markup that set the cookie of a session are found', () => {
  for (const text of [
    'document.cookie="PHPSESSID=1"',
    "';document['cookie']='connect.sid=x';'",
    '<meta http-equiv="Set-Cookie" content="sid=1">',
    'cookieStore.set("session", "x")',
  ])
    assert.ok(score(text) >= 50, text);
});

test('reading a cookie, comparing it and talking of it is no attack', () => {
  for (const text of [
    'document.cookie',
    'if (document.cookie == "a=b") {}',
    'When I write document.cookie = "theme=dark" in the console of the browser it is gone after a reload',
    '<meta http-equiv="Content-Type" content="text/html">',
  ])
    assert.ok(score(text) < 50, text);
});

test('a page is foreign when it shares no site with ours', () => {
  assert.equal(isForeign('https://evil.test/x', 'shop.example'), true);
  assert.equal(isForeign('https://shop.example.evil.test/', 'shop.example'), true);
  assert.equal(isForeign('https://shop.example@evil.test/', 'shop.example'), true);
  assert.equal(isForeign('null', 'shop.example'), true);
  assert.equal(isForeign('https://www.shop.example:8443/x', 'api.shop.example:80'), false);
  assert.equal(isForeign('https://a.co.uk/', 'b.co.uk'), true);
  assert.equal(isForeign('', 'shop.example'), false);
});

test('names that anything may have are no names of sessions', () => {
  for (const name of ['PHPSESSID', 'jsessionid', 'ASPSESSIONIDQQRT', 'connect.sid'])
    assert.ok(isSessionName(name), name);
  for (const name of ['sid', 'session', 'session_id', 'token', 'PHPSESSID2x'])
    assert.ok(!isSessionName(name), name);
});
