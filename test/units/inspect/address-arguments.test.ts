import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pieces } from '../../../src/guard/decide/waf/inspect/pieces.ts';
import { readers } from '../../../src/guard/decide/waf/inspect/places.ts';
import { paperRequest } from '../paper-wire.ts';

function read(value: string): string[] {
  const pieces = new Pieces();
  pieces.add('u', value, 'query', []);
  return pieces.list.slice(1).map(({ name, text }) => `${name}=${text}`);
}

test('the arguments of an address are looked at as whoever is asked for it gets them', () => {
  for (const [value, shown] of [
    ['https://shop.example/?file=.git%2FHEAD', 'u?file=.git/HEAD'],
    [
      'http://shop.example/a/b?x=1&filter=(%26(uid%3Da)(userPassword%3D*))#top',
      'u?filter=(&(uid=a)(userPassword=*))',
    ],
    ['https://shop.example?__proto__[x]=1', 'u?__proto__[x]=__proto__[x]'],
  ] as const)
    assert.ok(read(value).includes(shown), `${value}: ${read(value)}`);
});

test('what is no address, or asks for words alone, has no arguments', () => {
  for (const value of [
    'see https://shop.example/?a=b.c',
    'https://shop.example/a.b',
    'https://shop.example/?page=2&sort=price-asc',
    'happy: are you?',
  ])
    assert.deepEqual(read(value), []);
});

test('of the user of Basic both readings are looked at, where more colons than one stand there', () => {
  const users = (text: string): string[] => {
    const pieces = new Pieces();
    const value = `Basic ${Buffer.from(text).toString('base64')}`;
    readers[4]!(paperRequest({ headers: ['Authorization', value] }), pieces, 100);
    return pieces.list.filter(({ name }) => name.endsWith('?user')).map(({ text }) => text);
  };
  assert.deepEqual(users('{"a":1}:x').slice(0, 1), ['{"a"']);
  assert.ok(users('{"a":1}:x').includes('{"a":1}'));
  assert.deepEqual(users('ann:x'), ['ann']);
});
