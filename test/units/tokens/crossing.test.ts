import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOWHERE } from '../../../src/base/origin.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import { crossing, opens, siteOf } from '../../../src/guard/decide/waf/tokens/crossing.ts';
import { acl, exchangeOf } from '../decide/at-hand.ts';

const key = {
  ...{ id: 'key', origin: NOWHERE, scope: 'REGIONAL' as const, key: 'k', createdAt: 0 },
  tokenDomains: ['partner.example', 'localhost'],
} as const;
const at = (...headers: string[]) =>
  exchangeOf(ask({ target: '/', headers: ['Host', 'api.shop.example:8443', ...headers] }));
const allowed = async (origin: string, withKey = false): Promise<boolean> => {
  const x = await at('Origin', origin);
  const said = crossing(x, acl([], { tokenDomains: ['shop.example'] }), withKey ? key : null);
  assert.deepEqual(said.slice(0, 2), ['Vary', 'Origin']);
  const allows = said.indexOf('Access-Control-Allow-Origin');
  assert.ok(allows < 0 || said[allows + 1] === origin, 'the origin as it stands, never a star');
  return allows > 0;
};

test('pages of the host itself and of token domains may read the answer, at any port', async () => {
  for (const origin of [
    'https://api.shop.example',
    'http://api.shop.example:3000',
    'https://shop.example',
    'https://www.shop.example',
    'https://WWW.Shop.example:8443',
  ])
    assert.ok(await allowed(origin), origin);
});

test('pages of others may not, however alike they write themselves', async () => {
  for (const origin of [
    ...['null', '*', '', 'shop.example', 'https://', 'https://xshop.example', 'https://shop.example.evil'],
    ...['https://shop.example@evil.example', 'https://evil.example#.shop.example', 'file://shop.example'],
    ...['https://shop.example%00.evil', 'https://shop.example:99999999', 'https://shop.example\\.evil'],
    ...[`https://${'a'.repeat(400)}.shop.example`, 'https://partner.example', 'http://localhost:3000'],
  ])
    assert.ok(!(await allowed(origin)), origin);
});

test('an API key lets pages of its own domains ask, and of no others', async () => {
  for (const origin of ['https://partner.example', 'https://www.partner.example', 'http://localhost:3000'])
    assert.ok(await allowed(origin, true), origin);
  assert.ok(!(await allowed('https://partner.example.evil', true)));
  assert.ok(opens(key, 'www.partner.example'));
  for (const site of ['', 'example', 'notpartner.example', 'shop.example'])
    assert.ok(!opens(key, site), site);
});

test('the site of a request is its origin, or else the page that sent it, or else the host that is asked', async () => {
  assert.equal(siteOf(await at('Origin', 'https://a.example', 'Referer', 'https://b.example/')), 'a.example');
  assert.equal(siteOf(await at('Origin', 'null', 'Referer', 'https://b.example/')), '');
  assert.equal(siteOf(await at('Referer', `https://B.example/${'x'.repeat(9_000)}`)), 'b.example');
  assert.equal(siteOf(await at()), 'api.shop.example');
});
