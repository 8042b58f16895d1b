import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { nestedStatement } from '../nested.ts';
import { statement } from '../statement.ts';

/** True when the statement within is not; what does not apply stays so. */
export default statement({
  name: 'NotStatement',
  shape: z
    .strictObject({ Statement: nestedStatement.describe('The statement that must not match.') })
    .describe('True when the statement within does not match.'),
  capacity: ({ Statement }, of) => of(Statement),
  compile({ Statement }, given) {
    const test = given.statement(Statement);
    return traced(
      given.tracing,
      'statement',
      'NotStatement',
      '',
      (x) => {
        const verdict = test(x);
        return verdict === null ? null : !verdict;
      },
      (_x, verdict) => ({
        looked: {},
        outcome: verdict === true ? 'match' : 'no match',
        because:
          verdict === null
            ? 'The statement within does not apply.'
            : `The statement within ${verdict ? 'does not match' : 'matches'}.`,
      }),
    );
  },
});
