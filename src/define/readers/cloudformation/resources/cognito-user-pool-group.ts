import { z } from 'zod';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';

/** A group of users: tokens name it in `cognito:groups`. */
export default resource({
  name: 'AWS::Cognito::UserPoolGroup',
  shape: z
    .strictObject({
      UserPoolId: z.string().describe('The pool.'),
      GroupName: z.string().min(1).max(128).optional().describe('Its name.'),
      Description: z.string().max(2048).default('').describe('Who is in it.'),
      Precedence: z.int().min(0).optional().describe('The lowest one decides the preferred role.'),
      RoleArn: z.string().default('').describe('The role its users may take: tokens name it.'),
    })
    .describe('A group of a user pool.'),
  ref: (group, self) => nameOf(group, self),
  add(group, parts, self) {
    parts.poolGroups.push({
      id: self.id,
      origin: self.origin,
      poolId: group.UserPoolId,
      name: nameOf(group, self),
      description: group.Description,
      precedence: group.Precedence ?? null,
      roleArn: group.RoleArn,
    });
  },
});

const nameOf = (group: { readonly GroupName?: string | undefined }, self: Self): string =>
  group.GroupName ?? physicalName(self.stack, self.logicalId, 128);
