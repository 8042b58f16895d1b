import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secrets } from '../../../src/operate/inquiry/secrets.ts';

const key = 'Zx81kQpL02mNvRt7Yw93';

test('a key is shown by its first four characters, however a rule turned it', () => {
  const secrets = new Secrets(['Host', 'shop.example', 'X-Api-Key', key]);
  assert.equal(
    secrets.hide(`x-api-key: ${key}\nhost: shop.example`),
    'x-api-key: Zx81****\nhost: shop.example',
  );
  assert.equal(secrets.hide(key.toLowerCase()), 'zx81****');
  assert.equal(secrets.hide(`${key}${key}`), 'Zx81****');
  for (const turned of [
    key.slice(0, 13),
    key.slice(5),
    Buffer.from(key).toString('hex'),
    ...['', 'a', 'ab', 'abc'].map((before) => Buffer.from(`${before}${key}, and more`).toString('base64')),
    Buffer.from(key, 'base64').toString('latin1'),
  ]) {
    const told = secrets.hide(`a ${turned} b`);
    for (let at = 4; at + 8 <= turned.length - 18; at++)
      assert.ok(!told.includes(turned.slice(at, at + 8)), `${turned}: ${told}`);
    assert.match(told, /\*\*\*\*/);
  }
});

test('values keep their shape, and what is no secret its text', () => {
  const secrets = new Secrets(['x-api-key', key]);
  const value = { a: [key, 1, null, { b: true, c: 'a text' }] };
  assert.deepEqual(secrets.hide(value), { a: ['Zx81****', 1, null, { b: true, c: 'a text' }] });
  const none = new Secrets(['Host', 'a', 'x-api-key', 'REDACTED']);
  assert.equal(none.hide('REDACTED'), 'REDACTED');
});

test('of Authorization the scheme is shown, of a signed request all but the signature, of a name and a password the name', () => {
  const of = (value: string, text = value): string => new Secrets(['Authorization', value]).hide(text);
  assert.equal(of('Bearer eyJhbGciOi.J9.c2ln'), 'Bearer eyJh****');
  const signed =
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/execute-api, Signature=0123456789abcdef0123456789abcdef';
  assert.equal(of(signed), 'AWS4-HMAC-SHA256 Credential=AKID/20260101/execute-api, Signature=0123****');
  const basic = `Basic ${Buffer.from('ada:correct horse').toString('base64')}`;
  assert.equal(of(basic), 'Basic YWRh****');
  assert.equal(of(basic, 'ada:correct horse'), 'ada:****');
  assert.equal(of(`Basic ${Buffer.from('ada:pass').toString('base64')}`, 'ada:pass'), 'ada:****');
});

test('the cookie of a challenge is masked, and no other', () => {
  const secrets = new Secrets(['Cookie', 'lang=de-CH-1901-long; aws-waf-token=abcdefghijklmnop']);
  assert.equal(
    secrets.hide('lang=de-CH-1901-long; aws-waf-token=abcdefghijklmnop'),
    'lang=de-CH-1901-long; aws-waf-token=abcd****',
  );
});
