import { z } from 'zod';
import { action } from '../../action.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminDisableUser',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('Lets a user sign in no more.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    directory.change(user, { enabled: false });
    directory.store.revokeAll(user);
    return {};
  },
});
