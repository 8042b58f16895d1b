import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { burstAct, type RateAct, rateAct } from './acts.ts';
import { asked } from './asked.ts';
import { burstFindings, count, type Finding, rateFindings } from './findings.ts';

function allHold(findings: readonly Finding[]): void {
  for (const { claim, seen, holds } of findings) assert.ok(holds, `${claim}: ${seen}`);
}

/** No function came too late for its answer. */
const keptUp = ({ unthrottled, secure }: RateAct): boolean =>
  count(unthrottled, 200) === unthrottled.sent && count(secure, 200) + count(secure, 403) === secure.sent;

test('133 requests of 1 500 pass the rate-based rule, the address is named, and released', {
  timeout: 170_000,
}, async () => {
  let act = await rateAct(60, () => {});
  // A machine that is busy with other things cannot run 300 functions a second: then the clock goes slower.
  if (!keptUp(act)) act = await rateAct(12, () => {});
  allHold(rateFindings(act));
});

test('a burst of 1 000 is held to exactly 100 while nothing refills, and a neighbour is not touched', {
  timeout: 120_000,
}, async () => {
  allHold(burstFindings(await burstAct(() => {}, Clock.byHand())));
});

test('the experiment takes a speed or --real, and refuses whatever else it is given', () => {
  const speedOf = (...args: string[]): unknown => {
    const wish = asked(args);
    return wish.end ?? wish.speed;
  };
  assert.equal(speedOf(), 60);
  assert.equal(speedOf('--speed', '20'), 20);
  assert.equal(speedOf('--real'), 1);
  for (const help of ['--help', '-h']) assert.deepEqual(asked([help]), { end: 0, says: '' });
  for (const wrong of ['--speed=0', '--speed=fast', '--speed=', '--speed=1e9', '--bogus', 'secure']) {
    assert.equal(speedOf(wrong), 2, wrong);
  }
  assert.equal(speedOf('--real', '--speed', '20'), 2);
});
