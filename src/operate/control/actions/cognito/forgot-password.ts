import { z } from 'zod';
import { notAuthorized, unknownUser } from '../../../../pools/refusal.ts';
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
    const { client, directory, signIn } = pools.byClient(input.ClientId);
    signIn.checkSecretHash(client, input.Username, input.SecretHash);
    const user = directory.find(input.Username);
    if (user === null) {
      if (client.tellsUnknownUsers) throw unknownUser();
      return { CodeDeliveryDetails: directory.noCode(input.Username) };
    }
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return { CodeDeliveryDetails: directory.giveCode(user, 'the code for another password') };
  },
});
