import { z } from 'zod';
import { action } from '../../action.ts';
import { renderedGroup } from '../../cognito/rendered.ts';
import { limit, marker, userPoolId } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'ListGroups',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Limit: limit(60),
      NextToken: marker,
    })
    .describe('The groups of a pool.'),
  run(input, { pools }) {
    const { pool } = pools.get(input.UserPoolId);
    const { page, next } = paged(pool.groups, (group) => group.name, input.NextToken, input.Limit);
    return { Groups: page.map((group) => renderedGroup(pool, group)), NextToken: next };
  },
});
