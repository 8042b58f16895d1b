import { z } from 'zod';
import { action } from '../../action.ts';
import { marker, userPoolId } from '../../cognito/shapes.ts';
import { paged } from '../../paging.ts';

export default action({
  name: 'ListResourceServers',
  shape: z
    .object({
      UserPoolId: userPoolId,
      MaxResults: z.int().min(1).max(50).default(50).describe('Items at most.'),
      NextToken: marker,
    })
    .describe('The resource servers of a pool.'),
  run(input, { pools }) {
    const { pool } = pools.get(input.UserPoolId);
    const { page, next } = paged(
      pool.resourceServers,
      (server) => server.identifier,
      input.NextToken,
      input.MaxResults,
    );
    const ResourceServers = page.map(({ identifier, name, scopes }) => ({
      UserPoolId: pool.poolId,
      Identifier: identifier,
      Name: name,
      Scopes: scopes.map((s) => ({ ScopeName: s.name, ScopeDescription: s.description })),
    }));
    return { ResourceServers, NextToken: next };
  },
});
