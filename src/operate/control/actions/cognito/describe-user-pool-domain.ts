import { z } from 'zod';
import { action } from '../../action.ts';

export default action({
  name: 'DescribeUserPoolDomain',
  shape: z
    .object({
      Domain: z.string().min(1).max(63).describe('The domain.'),
    })
    .describe('The pool that a domain is of.'),
  run(input, { definition }) {
    const pool = definition.userPools.find((p) => p.domains.includes(input.Domain));
    if (pool === undefined) return { DomainDescription: {} };
    return { DomainDescription: { Domain: input.Domain, UserPoolId: pool.poolId, Status: 'ACTIVE' } };
  },
});
