import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { burstAct, rateAct } from './acts.ts';
import { burstFindings, type Finding, rateFindings } from './findings.ts';

function allHold(findings: readonly Finding[]): void {
  for (const { claim, seen, holds } of findings) assert.ok(holds, `${claim}: ${seen}`);
}

test('133 requests of 1 500 pass the rate-based rule, the address is named, and released', {
  timeout: 120_000,
}, async () => {
  allHold(rateFindings(await rateAct(60, () => {})));
});

test('a burst of 1 000 is held to exactly 100 while nothing refills, and a neighbour is not touched', {
  timeout: 120_000,
}, async () => {
  allHold(burstFindings(await burstAct(() => {}, Clock.byHand())));
});
