// The tenth trial of attacks, in every place, over a real socket. Floors only rise.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWire, type Wire } from './wire.ts';
import { answers, placed, told } from './wire-trial.ts';

let wire: Wire;
before(async () => {
  wire = await openWire();
});
after(() => wire.close());

test('attacks of the tenth are refused as often as they were, in every place', async () => {
  const { all, least } = told('tenth.attacks', await answers(wire, placed('tenth.attacks')));
  assert.ok(all >= 0.963, `${all}`);
  assert.ok(least >= 0.855, `${least}`);
});

test('attacks of the tenth are refused as often as they were, in further places', async () => {
  const { all } = told('tenth.attacks', await answers(wire, placed('tenth.attacks', 'further')));
  assert.ok(all >= 0.963, `${all}`);
});
