import { z } from 'zod';
import { action } from '../../action.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminUserGlobalSignOut',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('Ends every session of a user.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    directory.signOut(user);
    return {};
  },
});
