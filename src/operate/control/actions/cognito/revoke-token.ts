import { z } from 'zod';
import { notAuthorized, Refusal } from '../../../../pools/refusal.ts';
import { isSecret, secretOf } from '../../../../pools/tokens.ts';
import { action } from '../../action.ts';
import { clientId } from '../../cognito/shapes.ts';

export default action({
  name: 'RevokeToken',
  shape: z
    .object({
      Token: z.string().min(1).max(20_000).describe('The refresh token.'),
      ClientId: clientId,
      ClientSecret: z.string().max(64).optional().describe('The secret of the client.'),
    })
    .describe('Revokes a refresh token.'),
  run(input, { pools }) {
    const { client, directory } = pools.byClient(input.ClientId);
    if (!client.revocable)
      throw new Refusal('UnsupportedOperationException', 'Token revocation is not enabled for this client');
    const row = directory.store.refresh(input.Token);
    if (!isSecret(secretOf(directory.store, client), input.ClientSecret ?? ''))
      throw notAuthorized('Invalid client secret');
    if (row !== null && row.client !== client.clientId)
      throw notAuthorized('Token was issued to another client');
    directory.store.revoke(input.Token);
    return {};
  },
});
