import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import { Campaigns } from '../../../src/guard/decide/waf/managed/bots/campaigns/campaigns.ts';
import { shapeHash } from '../../../src/guard/decide/waf/managed/bots/campaigns/client-kind.ts';
import { definition, exchangeOf, given } from '../decide/at-hand.ts';

const windowMs = 300_000;
const kinds = ['Chrome/140', 'Firefox/143', 'Safari/18', 'Edg/140', 'Chrome/139 Android'];
/** Ways through a shop, each with numbers of its own. */
const ways = [
  ['/app', '/api/me', '/api/items/7'],
  ['/app', '/api/items/12', '/api/items/13'],
  ['/api/cart', '/api/items/9', '/api/cart'],
  ['/app', '/api/search', '/api/items/4'],
];

/** A site with five kinds of browsers on four ways; its clock is moved by hand. */
function site() {
  const clock = Clock.byHand();
  const at = given(definition({}), clock);
  const campaigns = new Campaigns(at, 'bots');
  let made = 0;
  /** What the last request of each session is found to be. */
  const sessions = async (
    many: number,
    kind: (i: number) => string,
    way: (i: number) => readonly string[],
    from = (i: number): string => `10.${(i >> 8) & 255}.${i & 255}.9`,
  ): Promise<number[]> => {
    const found: number[] = [];
    for (let i = 0; i < many; i++) {
      const session = `session ${made++}`;
      let level = 0;
      for (const target of [...way(i), '/api/after']) {
        const headers = ['Host', 'shop.test', 'User-Agent', kind(i), 'Accept', '*/*'];
        level = campaigns.of(await exchangeOf(ask({ target, headers, from: from(made) })), session).level;
      }
      found.push(level);
    }
    return found;
  };
  const usual = (many = 60): Promise<number[]> =>
    sessions(
      many,
      (i) => kinds[i % 5]!,
      (i) => ways[(i >> 1) % 4]!,
    );
  return {
    at,
    clock,
    sessions,
    usual,
    /** An hour and more of what is usual there. */
    async learn(): Promise<void> {
      for (let i = 0; i < 15; i++) {
        assert.ok((await usual()).every((level) => level === 0));
        clock.advance(windowMs);
      }
    },
  };
}

const highest = (levels: readonly number[]): number => Math.max(...levels);
const plan = ['/api/login', '/api/coupon', '/api/coupon'];

test('sessions of one kind on a way that nobody else goes are found, the surer the more there are', async () => {
  const { learn, usual, sessions } = site();
  await learn();
  await usual();
  const one = () => kinds[0]!;
  const found = await sessions(320, one, () => plan);
  assert.equal(highest(found.slice(0, 29)), 0);
  assert.ok(found.slice(40, 90).every((level) => level === 1));
  assert.ok(found.slice(120, 290).every((level) => level === 2));
  assert.ok(found.slice(310).every((level) => level === 3));
  // Who goes about as usual is not, though of the same kind.
  assert.equal(highest(await usual()), 0);
});

test('a crowd that comes all at once is none, whatever brings it', async () => {
  const { learn, usual, sessions, clock } = site();
  await learn();
  // Ten times as many people, and the same ways.
  assert.equal(highest(await usual(600)), 0);
  clock.advance(windowMs * 2);
  // A link in a mail: all kinds of browsers go one new way.
  const mailed = await sessions(
    400,
    (i) => kinds[i % 5]!,
    () => ['/app', '/sale', '/api/sale/1'],
  );
  assert.equal(highest(mailed), 0);
  clock.advance(windowMs * 2);
  // A fleet of computers that are all alike begins to work, as others do.
  await usual(100);
  const fleet = await sessions(
    100,
    () => 'Chrome/128 Managed',
    (i) => ways[i % 4]!,
  );
  assert.equal(highest(fleet), 0);
});

test('one office is no campaign, and an application that always goes its own way is not either', async () => {
  const office = site();
  await office.learn();
  await office.usual();
  const same = await office.sessions(
    200,
    () => 'Office/1',
    () => plan,
    (i) => `198.51.100.${i % 8}`,
  );
  assert.equal(highest(same), 0);

  const app = site();
  const own = () =>
    app.sessions(
      40,
      () => 'ShopApp/3',
      () => plan,
    );
  for (let i = 0; i < 15; i++) {
    await app.usual();
    assert.equal(highest(await own()), 0);
    app.clock.advance(windowMs);
  }
  await app.usual(120);
  assert.equal(highest([...(await own()), ...(await own())]), 0);
});

test('people of many kinds on many ways, of which some like one way more, by day and by night, are never found', async () => {
  const { sessions, clock } = site();
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed / 2 ** 32;
  };
  /** The first ones by far the most often. */
  const drawn = (of: number): number => Math.floor(of * random() ** 3);
  for (let window = 0; window < 120; window++) {
    const many = Math.round(20 + 130 * Math.abs(Math.sin(window / 20)) + 60 * random());
    const people = Array.from({ length: many }, () => {
      const kind = drawn(12);
      return { kind, way: random() < 0.3 ? kind : drawn(30) };
    });
    const found = await sessions(
      many,
      (i) => `Kind/${people[i]!.kind}`,
      (i) => [`/page-${'abcdefghijklmnopqrstuvwxyzABCD'[people[i]!.way]}`, '/api/me', '/api/items/1'],
    );
    assert.equal(highest(found), 0, `window ${window}`);
    clock.advance(windowMs);
  }
});

test('before anything is known of what is usual, nobody is accused', async () => {
  const { usual, sessions } = site();
  await usual();
  assert.equal(
    highest(
      await sessions(
        200,
        () => kinds[0]!,
        () => plan,
      ),
    ),
    0,
  );
});

test('a campaign that goes on for two hours is found all the while', async () => {
  const { learn, usual, sessions, clock } = site();
  await learn();
  for (let i = 0; i < 24; i++) {
    await usual();
    const found = await sessions(
      110,
      () => kinds[0]!,
      () => plan,
    );
    assert.ok(found.at(-1)! > 0, `window ${i}`);
    clock.advance(windowMs);
  }
});

test('a traced walk counts nothing, and memory stays what it was', async () => {
  const { at, learn, usual } = site();
  await learn();
  await usual();
  const cells = [...at.laid.values()].map((memory) => Buffer.from(memory).toString('base64'));
  const traced = new Campaigns({ ...at, tracing: true }, 'bots');
  for (let i = 0; i < 5; i++) traced.of(await exchangeOf(ask({ target: plan[0]! })), 'new');
  assert.deepEqual(
    [...at.laid.values()].map((memory) => Buffer.from(memory).toString('base64')),
    cells,
  );
});

test('paths are alike that differ in numbers, and others are not', () => {
  const alike = (one: string, other: string): boolean => shapeHash('GET', one) === shapeHash('GET', other);
  assert.ok(alike('/pets/7', '/pets/8123'));
  assert.ok(alike('/pets/3f2a9c/photos', '/pets/91bc77/photos'));
  assert.ok(alike(`/s/${'a'.repeat(40)}`, `/s/${'b'.repeat(40)}`));
  assert.ok(!alike('/pets/7', '/pets/new'));
  assert.ok(!alike('/pets', '/pets/'));
  assert.notEqual(shapeHash('GET', '/pets'), shapeHash('POST', '/pets'));
});
