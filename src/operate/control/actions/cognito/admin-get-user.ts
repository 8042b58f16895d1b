import { z } from 'zod';
import { action } from '../../action.ts';
import { renderedWhole } from '../../cognito/rendered.ts';
import { username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminGetUser',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
    })
    .describe('A user by its name.'),
  run(input, { pools }) {
    const { directory } = pools.get(input.UserPoolId);
    const user = directory.get(input.Username);
    return renderedWhole(user);
  },
});
