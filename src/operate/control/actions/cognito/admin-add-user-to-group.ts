import { z } from 'zod';
import { noGroup } from '../../../../pools/refusal.ts';
import { action } from '../../action.ts';
import { groupName, username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminAddUserToGroup',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      GroupName: groupName,
    })
    .describe('Puts a user into a group.'),
  run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    if (!pool.groups.some((g) => g.name === input.GroupName)) throw noGroup();
    directory.store.join(user, input.GroupName);
    return {};
  },
});
