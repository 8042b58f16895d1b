import { z } from 'zod';
import { temporaryPassword } from '../../../../pools/passwords.ts';
import { action } from '../../action.ts';
import { attributesFrom, renderedUser } from '../../cognito/rendered.ts';
import { attributes, password, username, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminCreateUser',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: attributes,
      TemporaryPassword: password.optional().describe('Its first password.'),
      MessageAction: z
        .enum(['RESEND', 'SUPPRESS'])
        .optional()
        .describe('RESEND: a user who is there gets another first password.'),
    })
    .describe('Makes a user; its first password, unless one is given, stands in the log of the gateway.'),
  async run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    const first = input.TemporaryPassword ?? temporaryPassword(pool.passwords);
    const again = input.MessageAction === 'RESEND';
    const user = again
      ? await directory.setPassword(directory.get(input.Username), first, false)
      : await directory.add(
          input.Username,
          attributesFrom(input.UserAttributes),
          first,
          'FORCE_CHANGE_PASSWORD',
        );
    if (input.TemporaryPassword === undefined)
      directory.say(`the first password of ${input.Username} is ${first}`);
    return { User: renderedUser(user) };
  },
});
