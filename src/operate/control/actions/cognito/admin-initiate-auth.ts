import { z } from 'zod';
import { action } from '../../action.ts';
import { clientId, parameters, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminInitiateAuth',
  shape: z
    .object({
      UserPoolId: userPoolId,
      AuthFlow: z.string().describe('How: ADMIN_USER_PASSWORD_AUTH, USER_SRP_AUTH, REFRESH_TOKEN_AUTH.'),
      AuthParameters: parameters,
      ClientId: clientId,
    })
    .describe('Begins an authentication, as an administrator.'),
  run(input, { pools }) {
    const { client, signIn } = pools.byClient(input.ClientId, input.UserPoolId);
    return signIn.begin(client, input.AuthFlow, input.AuthParameters, 'admin');
  },
});
