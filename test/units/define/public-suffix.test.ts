import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicSuffix } from '../../../src/define/model/public-suffix.ts';

test('domains below which anybody may have one are public suffixes, in any case and either spelling', () => {
  for (const suffix of [
    ...[
      'co.uk',
      'CO.uk',
      'gov.au',
      'github.io',
      'com.cn',
      'a.kawasaki.jp',
      'anything.ck',
      's3.amazonaws.com',
    ],
    'xn--55qx5d.cn',
  ])
    assert.equal(isPublicSuffix(suffix), true, suffix);
});

test('domains of somebody, and those that the list does not know, are none', () => {
  for (const domain of [
    ...['example.com', 'shop.co.uk', 'someone.github.io', 'www.ck', 'city.kawasaki.jp', 'shop.internal'],
    ...['shop.test', 'api.shop.local', '_app.example.com', 'xn--80akhbyknj4f.com'],
  ])
    assert.equal(isPublicSuffix(domain), false, domain);
});
