import { z } from 'zod';
import { resource } from '../resource.ts';

/** An API with scopes of its own, as a pool knows it. */
export default resource({
  name: 'AWS::Cognito::UserPoolResourceServer',
  shape: z
    .strictObject({
      UserPoolId: z.string().describe('The pool.'),
      Identifier: z.string().min(1).max(256).describe('What its scopes begin with.'),
      Name: z.string().min(1).max(256).describe('Its name.'),
      Scopes: z
        .array(
          z.strictObject({
            ScopeName: z
              .string()
              .min(1)
              .max(256)
              .describe('Its name: a token has `{Identifier}/{ScopeName}`.'),
            ScopeDescription: z.string().min(1).max(256).describe('What it lets do.'),
          }),
        )
        .max(100)
        .default([])
        .describe('Its scopes.'),
    })
    .describe('A resource server of a user pool.'),
  ref: (server) => server.Identifier,
  add(server, parts, self) {
    parts.resourceServers.push({
      id: self.id,
      origin: self.origin,
      poolId: server.UserPoolId,
      identifier: server.Identifier,
      name: server.Name,
      scopes: server.Scopes.map((s) => ({ name: s.ScopeName, description: s.ScopeDescription })),
    });
  },
});
