import { z } from 'zod';
import { action } from '../../action.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminResetUserPassword',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('Makes a user set another password, by a code that stands in the log of the gateway.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    const changed = directory.change(user, { status: 'RESET_REQUIRED' });
    directory.codes.give(changed, 'password', 'admin');
    return {};
  },
});
