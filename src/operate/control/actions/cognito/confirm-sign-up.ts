import { z } from 'zod';
import { notAuthorized } from '../../../../pools/refusal.ts';
import { checkSecretHash } from '../../../../pools/secret-hash.ts';
import { action } from '../../action.ts';
import { clientId, code, secretHash, username } from '../../cognito/shapes.ts';

export default action({
  name: 'ConfirmSignUp',
  shape: z
    .object({
      ClientId: clientId,
      SecretHash: secretHash,
      Username: username,
      ConfirmationCode: code,
    })
    .describe('Confirms a sign-up by its code.'),
  run(input, { pools }) {
    const { client, directory } = pools.byClient(input.ClientId);
    checkSecretHash(directory.store, client, input.Username, input.SecretHash);
    const { codes } = directory;
    if (client.tellsUnknownUsers) {
      const user = directory.get(input.Username);
      if (user.status !== 'UNCONFIRMED')
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      directory.confirm(user, codes.take(user, input.ConfirmationCode));
      return {};
    }
    const found = directory.find(input.Username);
    const user = found?.status === 'UNCONFIRMED' ? found : null;
    const proved = codes.takeQuietly(input.Username, user, input.ConfirmationCode);
    directory.confirm(user!, proved);
    return {};
  },
});
