import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { gateOfAny } from '../gates/gate.ts';
import { nestedStatement } from '../nested.ts';
import { statement, type Test } from '../statement.ts';

/** True when one of the statements within is. */
export default statement({
  name: 'OrStatement',
  shape: z
    .strictObject({
      Statements: z
        .array(nestedStatement)
        .min(2)
        .describe('Two or more statements, asked in turn until one matches.'),
    })
    .describe('True when one of the statements within is.'),
  capacity: ({ Statements }, of) => Statements.reduce((sum, s) => sum + of(s), 0),
  gate: ({ Statements }, _, of) => gateOfAny(Statements.map(of)),
  compile({ Statements }, given) {
    const tests = Statements.map((s) => given.statement(s));
    return traced(given.tracing, 'statement', 'OrStatement', '', any(tests), (_x, verdict) => ({
      looked: { statements: tests.length },
      outcome: verdict === true ? 'match' : 'no match',
      because: verdict === true ? 'One of them matches.' : 'None of them matches.',
    }));
  },
});

function any(tests: readonly Test[]): Test {
  return (x) => {
    let applies = true;
    for (let i = 0; i < tests.length; i++) {
      const verdict = tests[i]!(x);
      if (verdict === true) return true;
      if (verdict === null) applies = false;
    }
    return applies ? false : null;
  };
}
