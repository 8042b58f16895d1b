import { z } from 'zod';
import { notAuthorized, unknownUser } from '../../../../pools/refusal.ts';
import { checkSecretHash } from '../../../../pools/secret-hash.ts';
import { action } from '../../action.ts';
import { clientId, secretHash, username } from '../../cognito/shapes.ts';

export default action({
  name: 'ForgotPassword',
  shape: z
    .object({
      ClientId: clientId,
      SecretHash: secretHash,
      Username: username,
    })
    .describe('Gives out a code to set another password with.'),
  run(input, { pools }) {
    const { client, directory } = pools.byClient(input.ClientId);
    checkSecretHash(directory.store, client, input.Username, input.SecretHash);
    const user = directory.find(input.Username);
    const { codes } = directory;
    if (user?.enabled) return { CodeDeliveryDetails: codes.give(user, 'password') };
    if (!client.tellsUnknownUsers) return { CodeDeliveryDetails: codes.none(input.Username) };
    throw user === null ? unknownUser() : notAuthorized('User is disabled.');
  },
});
