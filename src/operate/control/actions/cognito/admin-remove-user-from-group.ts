import { z } from 'zod';
import { noGroup } from '../../../../pools/refusal.ts';
import { action } from '../../action.ts';
import { groupName, username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminRemoveUserFromGroup',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      GroupName: groupName,
    })
    .describe('Takes a user out of a group.'),
  run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    if (!pool.groups.some((g) => g.name === input.GroupName)) throw noGroup();
    directory.store.leave(user, input.GroupName);
    return {};
  },
});
