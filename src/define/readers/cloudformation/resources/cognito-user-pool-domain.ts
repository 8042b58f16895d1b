import { z } from 'zod';
import { resource, stored } from '../resource.ts';

/** An address for the sign-in pages of a pool. */
export default resource({
  name: 'AWS::Cognito::UserPoolDomain',
  shape: z
    .strictObject({
      Domain: z.string().min(1).max(63).describe('A prefix, or a host name of one’s own.'),
      UserPoolId: z.string().describe('The pool.'),
      CustomDomainConfig: stored(
        z.unknown().optional().describe('The certificate of a host name.'),
        'the pages are on the AWS endpoint, below the id of the pool',
      ),
      ManagedLoginVersion: stored(z.int().optional().describe('Which pages.'), 'there is one kind of pages'),
      Routing: stored(
        z.unknown().optional().describe('The Region that answers.'),
        'there is one Region here',
      ),
    })
    .describe('A domain of a user pool.'),
  ref: (domain) => domain.Domain,
  attributes: { CloudFrontDistribution: (domain) => `${domain.Domain}.cloudfront.net` },
  add(domain, parts, self) {
    parts.poolDomains.push({
      id: self.id,
      origin: self.origin,
      poolId: domain.UserPoolId,
      domain: domain.Domain,
    });
  },
});
