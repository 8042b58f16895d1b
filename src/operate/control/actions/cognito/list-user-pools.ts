import { z } from 'zod';
import { action } from '../../action.ts';
import { marker } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'ListUserPools',
  shape: z
    .object({
      MaxResults: z.int().min(1).max(60).default(60).describe('Items at most.'),
      NextToken: marker,
    })
    .describe('The user pools there are.'),
  run(input, { definition, startedAt }) {
    const { page, next } = paged(
      definition.userPools,
      (pool) => pool.poolId,
      input.NextToken,
      input.MaxResults,
    );
    const at = startedAt / 1000;
    const UserPools = page.map(({ poolId, name }) => ({
      Id: poolId,
      Name: name,
      CreationDate: at,
      LastModifiedDate: at,
    }));
    return { UserPools, NextToken: next };
  },
});
