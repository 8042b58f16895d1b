import { z } from 'zod';
import { action } from '../../action.ts';
import { password, username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminSetUserPassword',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      Password: password.describe('The password.'),
      Permanent: z.boolean().default(false).describe('True: the user need not change it.'),
    })
    .describe('Sets a user’s password, for good or until the next sign-in.'),
  async run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    await directory.setPassword(directory.get(input.Username), input.Password, input.Permanent);
    return {};
  },
});
