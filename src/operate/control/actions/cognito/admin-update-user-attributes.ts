import { z } from 'zod';
import { action } from '../../action.ts';
import { attributesFrom } from '../../cognito/rendered.ts';
import { attributes, username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminUpdateUserAttributes',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: attributes,
    })
    .describe('Changes attributes of a user.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    directory.changeAttributes(user, attributesFrom(input.UserAttributes), 'admin');
    return {};
  },
});
