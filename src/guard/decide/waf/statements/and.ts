import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { gateOfAll } from '../gates/gate.ts';
import { nestedStatement } from '../nested.ts';
import { type StatementSettings, statement, type Test } from '../statement.ts';

/** True when all the statements within are. */
export default statement({
  name: 'AndStatement',
  shape: z
    .strictObject({
      Statements: z
        .array(nestedStatement)
        .min(2)
        .describe('Two or more statements, asked in turn until one does not match.'),
    })
    .describe('True when all the statements within are.'),
  capacity: ({ Statements }, of) => Statements.reduce((sum, s) => sum + of(s), 0),
  gate: ({ Statements }, _, of) => (Statements.some(labels) ? null : gateOfAll(Statements.map(of))),
  compile({ Statements }, given) {
    const tests = Statements.map((s) => given.statement(s));
    return traced(given.tracing, 'statement', 'AndStatement', '', all(tests), (_x, verdict) => ({
      looked: { statements: tests.length },
      outcome: verdict === true ? 'match' : 'no match',
      because: verdict === true ? 'All of them match.' : 'One of them does not match.',
    }));
  },
});

function all(tests: readonly Test[]): Test {
  return (x) => {
    let applies = true;
    for (let i = 0; i < tests.length; i++) {
      const verdict = tests[i]!(x);
      if (verdict === false) return false;
      if (verdict === null) applies = false;
    }
    return applies ? true : null;
  };
}

/** Whether a statement gives labels when it is asked, match or not. */
const labels = (settings: StatementSettings): boolean =>
  /"(?:GeoMatch|AsnMatch)Statement"/.test(JSON.stringify(settings));
