// The tenth trial: posts of developers by kind, plain requests and benign texts, over a real socket. Floors only rise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWire, type Wire } from './wire.ts';
import { answers, placed, posts, requests, told } from './wire-trial.ts';

let wire: Wire;
before(async () => {
  wire = await openWire();
});
after(() => wire.close());

test('posts of the tenth are passed as often as they were, those that quote an attack left out', async () => {
  const answered = await answers(wire, posts('tenth.posts'));
  told('tenth.posts', answered);
  const { all, most } = told(
    'tenth.posts that quote none',
    answered.filter(({ family }) => family !== 'quotes'),
  );
  assert.ok(all <= 0.0193, `${all}`);
  assert.ok(most <= 0.334, `${most}`);
});

test('plain requests of the tenth are passed as often as they were', async () => {
  const { all } = told('tenth.plain-requests', await answers(wire, requests('tenth.plain-requests')));
  assert.ok(all <= 0.0065, `${all}`);
});

test('benign texts of the tenth are passed as often as they were, in every place', async () => {
  const { all, most } = told('tenth.benign', await answers(wire, placed('tenth.benign', 'benign')));
  assert.ok(all <= 0.01, `${all}`);
  assert.ok(most <= 0.055, `${most}`);
});
