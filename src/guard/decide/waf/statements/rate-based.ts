import { traced } from '../../../../base/traced.ts';
import { customReader } from '../rates/custom-reader.ts';
import { addressReader, type Key, type KeyReader } from '../rates/keys.ts';
import { cellsOf, measureOf, type RateSettings, rateShape } from '../rates/settings.ts';
import { type Standing, standing } from '../rates/standing.ts';
import { RateTable } from '../rates/table.ts';
import { statement, type Test, type WafGiven } from '../statement.ts';

/** True for requests of a key beyond its limit in a sliding window. */
export default statement({
  name: 'RateBasedStatement',
  shape: rateShape,
  top: 'rule',
  capacity: ({ ScopeDownStatement, CustomKeys = [] }, of) =>
    2 + 30 * CustomKeys.length + (ScopeDownStatement === undefined ? 0 : of(ScopeDownStatement)),
  gate: ({ ScopeDownStatement }, _, of) => (ScopeDownStatement === undefined ? null : of(ScopeDownStatement)),
  compile(settings, given) {
    const { id, bytes } = cellsOf(given.ruleId, settings);
    const table = new RateTable(
      given.cells(id, bytes),
      measureOf(settings),
      given.definition.settings.limits,
    );
    const reader =
      settings.CustomKeys === undefined ? addressReader(settings) : customReader(settings, given);
    // Which of a request’s keys is over the limit: asked for as soon as the rule has matched.
    let over = 0;
    given.limitsBy((x) => reader.logged(x, over));
    const scope = settings.ScopeDownStatement;
    const within = scope === undefined ? null : given.statement(scope);
    if (given.tracing) return looking(settings, given, table, reader, within);
    const { clock } = given;
    const key: Key = { a: 0, b: 0, c: 0, d: 0 };
    const counted = (): boolean => table.count(key.a, key.b, key.c, key.d, clock.steady());
    const count: Test = (x) => {
      const found = reader.each(x, key, counted);
      if (found < 0) return null;
      over = found;
      return found > 0;
    };
    if (within === null) return count;
    return (x) => within(x) === true && count(x);
  },
});

/** The traced form: says how the key stands, and counts nothing. */
function looking(
  settings: RateSettings,
  given: WafGiven,
  table: RateTable,
  { each, text }: KeyReader,
  within: Test | null,
): Test {
  const key: Key = { a: 0, b: 0, c: 0, d: 0 };
  const { limits } = given.definition.settings;
  let stands: Standing | null = null;
  let number = 0;
  const found = (): boolean => {
    const place = table.find(key.a, key.b, key.c, key.d);
    const now = standing(table, place, given.clock.steady(), limits);
    if (stands === null || (now.over && !stands.over)) stands = now;
    return now.over;
  };
  let inScope = true;
  const look: Test = (x) => {
    inScope = within === null || within(x) === true;
    if (!inScope) return false;
    stands = null;
    number = each(x, key, found);
    return number < 0 ? null : number > 0;
  };
  return traced(true, 'statement', 'RateBasedStatement', '', look, (x, verdict) => {
    const { Limit: limit, EvaluationWindowSec: windowSec, AggregateKeyType: by } = settings;
    const asked = { by, limit, windowSec };
    if (verdict === null) {
      const header = settings.ForwardedIPConfig?.HeaderName;
      const because =
        settings.CustomKeys === undefined
          ? `${header} gives no address to count by.`
          : 'The request lacks a part of the key to count by.';
      return { looked: asked, outcome: 'no match', because };
    }
    if (!inScope)
      return { looked: asked, outcome: 'no match', because: 'The scope-down statement does not match.' };
    const { count, releasesAtMs, refused } = stands!;
    const who = text(x, number);
    const after = verdict ? count : count + 1;
    const releases = new Date(given.clock.dateOf(releasesAtMs)).toISOString();
    return {
      looked: {
        key: who,
        ...asked,
        countBefore: count,
        countAfter: Math.min(after, limit),
        ...(verdict ? { refused, releasesAt: releases } : {}),
      },
      outcome: verdict ? 'match' : 'no match',
      because: verdict
        ? `${who} has made ${limit} requests or more within ${windowSec} s; released at ${releases}.`
        : `${who} has made ${count} of ${limit} requests within ${windowSec} s.`,
    };
  });
}
