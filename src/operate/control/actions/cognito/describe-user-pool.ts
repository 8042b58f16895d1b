import { z } from 'zod';
import { action } from '../../action.ts';
import { renderedPool } from '../../cognito/rendered.ts';
import { userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'DescribeUserPool',
  shape: z
    .object({
      UserPoolId: userPoolId,
    })
    .describe('A user pool.'),
  run(input, { pools, startedAt }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    return { UserPool: renderedPool(pool, directory.store.count(pool.poolId), startedAt) };
  },
});
