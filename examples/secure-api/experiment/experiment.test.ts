import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { burstAct, rateAct } from './acts.ts';
import { burstFindings, count, type Finding, rateFindings } from './findings.ts';

function allHold(findings: readonly Finding[]): void {
  for (const { claim, seen, holds } of findings) assert.ok(holds, `${claim}: ${seen}`);
}

test('133 requests of 1 500 pass the rate-based rule, the address is named, and released', {
  timeout: 170_000,
}, async () => {
  let act = await rateAct(60, () => {});
  // A machine that is busy with other things cannot run 300 functions a second: then the clock goes slower.
  if (count(act.unthrottled, 200) < act.unthrottled.sent) act = await rateAct(20, () => {});
  allHold(rateFindings(act));
});

test('a burst of 1 000 is held to exactly 100 while nothing refills, and a neighbour is not touched', {
  timeout: 120_000,
}, async () => {
  allHold(burstFindings(await burstAct(() => {}, Clock.byHand())));
});
