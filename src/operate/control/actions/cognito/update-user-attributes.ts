import { z } from 'zod';
import { action } from '../../action.ts';
import { attributesFrom } from '../../cognito/rendered.ts';
import { accessToken, attributes } from '../../cognito/shapes.ts';

export default action({
  name: 'UpdateUserAttributes',
  shape: z
    .object({
      AccessToken: accessToken,
      UserAttributes: attributes,
    })
    .describe('Changes attributes of the user that an access token is of.'),
  async run(input, { pools }) {
    const { user, directory } = await pools.byToken(input.AccessToken);
    directory.changeAttributes(user, attributesFrom(input.UserAttributes), 'user');
    return { CodeDeliveryDetailsList: [] };
  },
});
