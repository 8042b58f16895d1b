import { z } from 'zod';
import { unknownUser } from '../../../../pools/refusal.ts';
import { checkSecretHash } from '../../../../pools/secret-hash.ts';
import { action } from '../../action.ts';
import { clientId, code, password, secretHash, username } from '../../cognito/shapes.ts';

export default action({
  name: 'ConfirmForgotPassword',
  shape: z
    .object({
      ClientId: clientId,
      SecretHash: secretHash,
      Username: username,
      ConfirmationCode: code,
      Password: password.describe('The password to have.'),
    })
    .describe('Sets another password by the code that was given out.'),
  async run(input, { pools }) {
    const { client, directory } = pools.byClient(input.ClientId);
    checkSecretHash(directory.store, client, input.Username, input.SecretHash);
    const user = directory.find(input.Username);
    if (user === null && client.tellsUnknownUsers) throw unknownUser();
    directory.checkPolicy(input.Password);
    const { codes } = directory;
    if (client.tellsUnknownUsers) codes.take(user!, input.ConfirmationCode);
    else codes.takeQuietly(input.Username, user?.enabled ? user : null, input.ConfirmationCode);
    await directory.setPassword(user!, input.Password);
    return {};
  },
});
