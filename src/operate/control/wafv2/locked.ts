import { randomUUID } from 'node:crypto';
import type { WafEntity } from '../../../define/model/web-acl.ts';
import { AwsError } from '../aws-error.ts';

/**
 * A new lock token for an entity whose token was given as it is now; throws what AWS WAF answers to one that is stale.
 */
export function relocked({ lockToken }: WafEntity, given: string): string {
  if (lockToken === given) return randomUUID();
  throw new AwsError(
    'WAFOptimisticLockException',
    400,
    'AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.',
  );
}
