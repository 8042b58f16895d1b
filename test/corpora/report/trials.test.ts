// What the default rule groups do with the sets of the trials, in every place that may carry a value. Floors only rise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy, placements, type Sent } from './default-set.ts';
import { trial } from './lines.ts';

const argument =
  (name: string) =>
  (value: string): Sent => ({ target: `/login?${name}=${encodeURIComponent(value)}` });

// Of values that go into one place alone.
const own: Readonly<Record<string, (value: string) => Sent>> = {
  body: (value) => ({ headers: ['Content-Type', 'application/xml'], body: value }),
  graphql: (value) => ({
    target: '/graphql',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify({ query: value }),
  }),
  object: (value) => ({ target: '/search', headers: ['Content-Type', 'application/json'], body: value }),
  // Of developers, who write into bodies.
  post: (value) => placements.json!(value),
  'query:next': argument('next'),
  'query:PHPSESSID': argument('PHPSESSID'),
  'query:q': argument('q'),
  ua: (value) => ({ headers: ['User-Agent', value] }),
};

/** By place: of so many values so many are blocked. */
function blocked(name: string): Map<string, [hits: number, all: number]> {
  const found = new Map<string, [number, number]>();
  for (const { place, value } of trial(name)) {
    const into = place === '' ? Object.entries(placements) : [[place, own[place]!] as const];
    for (const [at, put] of into) {
      const count = found.get(at) ?? [0, 0];
      found.set(at, count);
      count[1]++;
      if (blockedBy(put(value)) !== '') count[0]++;
    }
  }
  return found;
}

const told = (name: string, found: ReadonlyMap<string, readonly [number, number]>): string =>
  `${name}: ${[...found].map(([at, [hits, all]]) => `${at} ${hits}/${all}`).join(', ')}`;

// A header carries no line break; and the documents, targets and agents are few.
const fewest: Readonly<Record<string, number>> = {
  header: 0.938,
  graphql: 0.96,
  body: 0.91,
  'query:next': 0.9,
  'query:PHPSESSID': 0,
};
const most: Readonly<Record<string, number>> = { path: 0.041, ua: 0, post: 0.1 };

for (const [name, least] of [
  ['first.attacks', 0.961],
  ['second.attacks', 0.98],
  ['third.attacks', 0.98],
  ['fourth.attacks', 1],
  ['fifth.attacks', 1],
  ['sixth.attacks', 0.98],
  ['eighth.attacks', 0.93],
] as const)
  test(`of the ${name} as many are caught as were, wherever they stand`, () => {
    const found = blocked(name);
    console.log(told(name, found));
    for (const [at, [hits, all]] of found)
      assert.ok(hits / all >= Math.min(fewest[at] ?? least, least), `${at}: ${hits} of ${all}`);
  });

for (const [name, bound] of [
  ['first.benign', 0.018],
  ['second.benign', 0.0105],
  ['third.benign', 0.021],
  ['fourth.benign', 0],
  ['fifth.benign', 0],
  ['sixth.benign', 0.084],
  ['eighth.benign', 0],
] as const)
  test(`of the ${name} no more are blocked than were, wherever they stand`, () => {
    const found = blocked(name);
    console.log(told(name, found));
    for (const [at, [hits, all]] of found)
      assert.ok(
        hits / all <= (name === 'eighth.benign' ? 0.162 : (most[at] ?? bound)),
        `${at}: ${hits} of ${all}`,
      );
  });
