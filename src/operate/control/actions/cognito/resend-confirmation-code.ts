import { z } from 'zod';
import { invalid } from '../../../../pools/refusal.ts';
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
    const { client, directory, signIn } = pools.byClient(input.ClientId);
    signIn.checkSecretHash(client, input.Username, input.SecretHash);
    const user = directory.get(input.Username);
    if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.');
    return { CodeDeliveryDetails: directory.giveCode(user, 'the code that confirms the sign-up') };
  },
});
