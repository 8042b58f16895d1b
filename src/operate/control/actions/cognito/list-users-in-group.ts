import { z } from 'zod';
import { noGroup } from '../../../../pools/refusal.ts';
import { action } from '../../action.ts';
import { renderedUser } from '../../cognito/rendered.ts';
import { groupName, limit, marker, userPoolId } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'ListUsersInGroup',
  shape: z
    .object({
      UserPoolId: userPoolId,
      GroupName: groupName,
      Limit: limit(60),
      NextToken: marker,
    })
    .describe('The users in a group.'),
  run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    if (!pool.groups.some((g) => g.name === input.GroupName)) throw noGroup();
    const members = directory.store.membersOf(pool.poolId, input.GroupName);
    const { page, next } = paged(members, (user) => user.folded, input.NextToken, input.Limit);
    return { Users: page.map(renderedUser), NextToken: next };
  },
});
