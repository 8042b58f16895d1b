import { z } from 'zod';
import { action } from '../../action.ts';
import { attributePairs } from '../../cognito/rendered.ts';
import { accessToken } from '../../cognito/shapes.ts';

export default action({
  name: 'GetUser',
  shape: z
    .object({
      AccessToken: accessToken,
    })
    .describe('The user that an access token is of.'),
  async run(input, { pools }) {
    const { user } = await pools.byToken(input.AccessToken);
    return { Username: user.name, UserAttributes: attributePairs(user) };
  },
});
