import { z } from 'zod';
import { resource } from '../resource.ts';

/** Puts a user into a group. */
export default resource({
  name: 'AWS::Cognito::UserPoolUserToGroupAttachment',
  shape: z
    .strictObject({
      UserPoolId: z.string().describe('The pool.'),
      Username: z.string().describe('The user.'),
      GroupName: z.string().describe('The group.'),
    })
    .describe('A user’s place in a group.'),
  add(attachment, parts, self) {
    parts.poolMembers.push({
      id: self.id,
      origin: self.origin,
      poolId: attachment.UserPoolId,
      username: attachment.Username,
      group: attachment.GroupName,
    });
  },
});
