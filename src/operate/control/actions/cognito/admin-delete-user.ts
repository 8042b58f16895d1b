import { z } from 'zod';
import { action } from '../../action.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminDeleteUser',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('Deletes a user.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    directory.store.forget(user);
    return {};
  },
});
