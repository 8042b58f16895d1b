import { z } from 'zod';
import { action } from '../../action.ts';
import { accessToken, password } from '../../cognito/shapes.ts';

export default action({
  name: 'ChangePassword',
  shape: z
    .object({
      AccessToken: accessToken,
      PreviousPassword: password.optional().describe('The password so far.'),
      ProposedPassword: password.describe('The password to have.'),
    })
    .describe('Changes a password by the one before.'),
  async run(input, { pools }) {
    const { user, directory } = await pools.byToken(input.AccessToken);
    await directory.attempts.check(user.name, input.PreviousPassword ?? '', 'told');
    await directory.setPassword(user, input.ProposedPassword);
    return {};
  },
});
