import { z } from 'zod';
import { action } from '../../action.ts';
import { clientId, parameters, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'AdminRespondToAuthChallenge',
  shape: z
    .object({
      UserPoolId: userPoolId,
      ChallengeName: z.string().describe('Which.'),
      ChallengeResponses: parameters,
      ClientId: clientId,
      Session: z.string().max(2048).default('').describe('What the step before gave.'),
    })
    .describe('Answers a challenge of an authentication, as an administrator.'),
  run(input, { pools }) {
    const { client, signIn } = pools.byClient(input.ClientId, input.UserPoolId);
    return signIn.respond(client, input.ChallengeName, input.ChallengeResponses, input.Session);
  },
});
