import { z } from 'zod';
import { action } from '../../action.ts';
import { marker, userPoolId } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'ListUserPoolClients',
  shape: z
    .object({
      UserPoolId: userPoolId,
      MaxResults: z.int().min(1).max(60).default(60).describe('Items at most.'),
      NextToken: marker,
    })
    .describe('The clients of a pool.'),
  run(input, { pools }) {
    const { pool } = pools.get(input.UserPoolId);
    const { page, next } = paged(
      pool.clients,
      (client) => client.clientId,
      input.NextToken,
      input.MaxResults,
    );
    const UserPoolClients = page.map((client) => ({
      ClientId: client.clientId,
      ClientName: client.name,
      UserPoolId: pool.poolId,
    }));
    return { UserPoolClients, NextToken: next };
  },
});
