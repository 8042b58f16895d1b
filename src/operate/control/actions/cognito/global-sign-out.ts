import { z } from 'zod';
import { action } from '../../action.ts';
import { accessToken } from '../../cognito/shapes.ts';

export default action({
  name: 'GlobalSignOut',
  shape: z
    .object({
      AccessToken: accessToken,
    })
    .describe('Ends every session of the user that an access token is of.'),
  async run(input, { pools }) {
    const { user, directory } = await pools.byToken(input.AccessToken);
    directory.signOut(user);
    return {};
  },
});
