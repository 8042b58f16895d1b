import { z } from 'zod';
import { resource } from '../resource.ts';

/** Puts a web ACL in front of a stage. */
export default resource({
  name: 'AWS::WAFv2::WebACLAssociation',
  shape: z
    .strictObject({
      ResourceArn: z
        .string()
        .describe('The stage: arn:aws:apigateway:{region}::/restapis/{api}/stages/{stage}.'),
      WebACLArn: z.string().describe('The web ACL.'),
    })
    .describe('A web ACL in front of a resource.'),
  ref: (settings) => `${settings.WebACLArn}|${settings.ResourceArn}`,
  add(settings, parts, self) {
    parts.draft.associations.push({
      id: self.id,
      origin: self.origin,
      resourceArn: settings.ResourceArn,
      webAclArn: settings.WebACLArn,
    });
  },
});
