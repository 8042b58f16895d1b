import { z } from 'zod';
import { notAuthorized } from '../../../../pools/refusal.ts';
import { action } from '../../action.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminConfirmSignUp',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('Confirms a sign-up without its code.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    if (user.status !== 'UNCONFIRMED')
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    directory.change(user, { status: 'CONFIRMED' });
    return {};
  },
});
