import { z } from 'zod';
import { action } from '../../action.ts';
import { renderedGroup } from '../../cognito/rendered.ts';
import { limit, marker, username, userPoolId } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'AdminListGroupsForUser',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      Limit: limit(60),
      NextToken: marker,
    })
    .describe('The groups a user is in, the first in precedence first.'),
  run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    const names = directory.groupsOf(directory.get(input.Username));
    const { page, next } = paged(names, (name) => name, input.NextToken, input.Limit);
    const Groups = page.map((name) => renderedGroup(pool, pool.groups.find((g) => g.name === name)!));
    return { Groups, NextToken: next };
  },
});
