import { z } from 'zod';
import { invalid } from '../../../../pools/refusal.ts';
import { checkSecretHash } from '../../../../pools/secret-hash.ts';
import { action } from '../../action.ts';
import { clientId, secretHash, username } from '../../cognito/shapes.ts';

export default action({
  name: 'ResendConfirmationCode',
  shape: z
    .object({
      ClientId: clientId,
      SecretHash: secretHash,
      Username: username,
    })
    .describe('Gives out another code to confirm a sign-up.'),
  run(input, { pools }) {
    const { client, directory } = pools.byClient(input.ClientId);
    checkSecretHash(directory.store, client, input.Username, input.SecretHash);
    const { codes } = directory;
    const tells = client.tellsUnknownUsers;
    const user = tells ? directory.get(input.Username) : directory.find(input.Username);
    if (user === null || (!tells && !user.enabled))
      return { CodeDeliveryDetails: codes.none(input.Username) };
    if (user.status === 'UNCONFIRMED') return { CodeDeliveryDetails: codes.give(user, 'sign-up') };
    if (tells) throw invalid('User is already confirmed.');
    return { CodeDeliveryDetails: codes.notGiven(user) };
  },
});
