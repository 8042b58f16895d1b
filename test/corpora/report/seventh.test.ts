// The seventh trial: values in thirty places, whole requests and posts, over a real socket. Floors only rise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWire, type Wire } from './wire.ts';
import { answers, placed, posts, requests, told } from './wire-trial.ts';

let wire: Wire;
before(async () => {
  wire = await openWire();
});
after(() => wire.close());

test('attacks are refused as often as they were, in every place', async () => {
  const { all, least } = told('seventh.attacks', await answers(wire, placed('seventh.attacks')));
  assert.ok(all >= 0.982, `${all}`);
  assert.ok(least >= 0.8, `${least}`);
});

test('attacks are refused as often as they were, in further places', async () => {
  const { all, least } = told('seventh.further', await answers(wire, placed('seventh.attacks', 'further')));
  assert.ok(all >= 0.984, `${all}`);
  assert.ok(least >= 0.9, `${least}`);
});

test('requests that attack as a whole are refused as often as they were', async () => {
  const { all } = told('seventh.attack-requests', await answers(wire, requests('seventh.attack-requests')));
  assert.ok(all >= 0.955, `${all}`);
});

test('benign texts are passed as often as they were, in every place', async () => {
  const { all, most } = told('seventh.benign', await answers(wire, placed('seventh.benign', 'benign')));
  assert.ok(all <= 0.003, `${all}`);
  assert.ok(most <= 0.047, `${most}`);
});

test('plain requests of APIs are passed as often as they were', async () => {
  const { all } = told('seventh.plain-requests', await answers(wire, requests('seventh.plain-requests')));
  assert.ok(all === 0, `${all}`);
});

test('posts of developers are passed as often as they were', async () => {
  const { all } = told('seventh.posts', await answers(wire, posts('seventh.posts')));
  assert.ok(all <= 0.047, `${all}`);
});
