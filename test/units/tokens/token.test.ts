import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, domainFor } from '../../../src/guard/decide/waf/tokens/domain.ts';
import { keyCells, layKeys, TokenKeys } from '../../../src/guard/decide/waf/tokens/keys.ts';
import { readToken, type Token, tokenText } from '../../../src/guard/decide/waf/tokens/token.ts';
import { key, keysOf } from './at-hand.ts';

const token: Token = {
  id: '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f',
  issuedAt: 1_700_000_000,
  challengedAt: 1_700_000_100,
  solvedAt: 0,
  signals: 5,
  fingerprint: '00112233445566ff',
  domain: 'shop.example.com',
};

test('a token says what it was made of', () => {
  const keys = keysOf(key(7));
  assert.deepEqual(readToken(tokenText(token, keys), keys), token);
});

test('a token that differs in one character is none', () => {
  const keys = keysOf(key(7));
  const text = tokenText(token, keys);
  for (let i = 0; i < text.length; i++) {
    const other = text[i] === 'A' ? 'B' : 'A';
    assert.equal(readToken(text.slice(0, i) + other + text.slice(i + 1), keys), null, `at ${i}`);
  }
  for (const bad of ['', ':', '::', 'a:b:c', text.slice(0, -1), `${text}A`, text + text, 'x'.repeat(5_000)])
    assert.equal(readToken(bad, keys), null, bad.slice(0, 40));
});

test('a token of another key with the same id is none', () => {
  const text = tokenText(token, keysOf({ id: 7, secret: Buffer.alloc(32, 9) }));
  assert.equal(readToken(text, keysOf(key(7))), null);
});

test('a token counts as long as its key holds, and the newest key signs', () => {
  const cells = new SharedArrayBuffer(keyCells.bytes);
  layKeys(cells, [key(1)]);
  const keys = new TokenKeys(cells);
  const old = tokenText(token, keys);
  layKeys(cells, [key(2), key(1)]);
  assert.deepEqual(readToken(old, keys), token);
  const fresh = tokenText(token, keys);
  layKeys(cells, [key(2)]);
  assert.equal(readToken(old, keys), null);
  assert.deepEqual(readToken(fresh, keys), token);
});

test('before a key has been laid nothing is signed and nothing is read', () => {
  const none = new TokenKeys(new SharedArrayBuffer(keyCells.bytes));
  assert.throws(() => tokenText(token, none), /no key for tokens/);
  const zero = tokenText(token, keysOf({ id: 0, secret: Buffer.alloc(32) }));
  assert.equal(readToken(zero, none), null);
});

test('a token is made for the broadest of the domains its host lies in, or for the host alone', () => {
  const domains = ['shop.example.com', 'example.com', 'example.org'];
  assert.equal(domainFor('a.shop.example.com', domains), 'example.com');
  assert.equal(domainFor('notexample.com', domains), 'notexample.com');
  assert.equal(domainFor('localhost', domains), 'localhost');
});

test('a token counts at its own host, and where its domain is one of those listed or lies below one', () => {
  assert.equal(counts('a.com', 'a.com', []), true);
  assert.equal(counts('a.com', 'b.a.com', []), false);
  assert.equal(counts('b.a.com', 'a.com', []), false);
  assert.equal(counts('a.com', 'b.com', ['a.com']), true);
  assert.equal(counts('x.a.com', 'b.com', ['a.com']), true);
  assert.equal(counts('xa.com', 'b.com', ['a.com']), false);
  assert.equal(counts('com', 'b.com', ['a.com']), false);
});
