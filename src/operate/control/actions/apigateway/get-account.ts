import { z } from 'zod';
import { restAction } from '../../action.ts';

export default restAction({
  name: 'GetAccount',
  route: 'GET /account',
  shape: z.object({}).describe('The throttle of the account.'),
  run: (_input, { definition }) => ({
    throttleSettings: {
      burstLimit: definition.settings.account.burst,
      rateLimit: definition.settings.account.rate,
    },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  }),
});
