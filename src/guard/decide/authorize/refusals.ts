import { type Decision, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Combined } from './combine.ts';
import type { Requested } from './policy/requested.ts';

/** The refusals of one method: who denied it is told by the element they name, and by the message. */
export interface Refusals {
  of(x: Exchange, combined: Exclude<Combined, 'allow'>, requested: Requested): Decision;
}

/**
 * `by` is the authorizer, or what stands for it, and `policyId` the resource policy. Where the policy that is the
 * caller's came from an authorizer, its refusals name no ARN.
 */
export function refusalsOf(by: string, policyId: string, callers: 'by authorizer' | 'of its own'): Refusals {
  const byCaller = refuse('ACCESS_DENIED', by);
  const byApi = refuse('ACCESS_DENIED', policyId);
  return {
    of(x, combined, requested) {
      const isCallers = combined === 'caller denies' || combined === 'caller is silent';
      if (callers === 'by authorizer' && isCallers) {
        if (combined === 'caller denies')
          x.complaint = 'User is not authorized to access this resource with an explicit deny';
        return byCaller;
      }
      const who = x.caller?.iam?.userArn ?? 'anonymous';
      x.complaint = `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${masked(requested.arn)}${WHY[combined]}`;
      return isCallers ? byCaller : byApi;
    },
  };
}

const WHY: Readonly<Record<Exclude<Combined, 'allow'>, string>> = {
  'caller denies': ' with an explicit deny in an identity-based policy',
  'api denies': ' with an explicit deny in a resource-based policy',
  'caller is silent': ' because no identity-based policy allows the execute-api:Invoke action',
  'api is silent': ' because no resource-based policy allows the execute-api:Invoke action',
};

/** API Gateway shows the last four digits of the account alone. */
const masked = (arn: string): string => arn.replace(/:\d{8}(\d{4}):/, ':********$1:');
