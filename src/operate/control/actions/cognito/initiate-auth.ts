import { z } from 'zod';
import { action } from '../../action.ts';
import { clientId, parameters } from '../../cognito/shapes.ts';

export default action({
  name: 'InitiateAuth',
  shape: z
    .object({
      AuthFlow: z.string().describe('How: USER_PASSWORD_AUTH, USER_SRP_AUTH, REFRESH_TOKEN_AUTH.'),
      AuthParameters: parameters,
      ClientId: clientId,
    })
    .describe('Begins an authentication.'),
  run(input, { pools }) {
    const { client, signIn } = pools.byClient(input.ClientId);
    return signIn.begin(client, input.AuthFlow, input.AuthParameters, 'user');
  },
});
