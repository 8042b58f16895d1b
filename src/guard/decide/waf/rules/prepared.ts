import type { Decision } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import type { Decide } from '../../step.ts';
import { groupOf } from './group.ts';

/**
 * A web ACL with what its managed groups have to find out first, where something takes time (whether a bot is who
 * it says, by the DNS). Hardly any request waits for anything, and none for long.
 */
export function prepared(evaluate: (x: Exchange) => Decision, acl: WebAcl, given: Given): Decide {
  const waits = acl.rules.flatMap((rule) => groupOf(rule, given.definition)?.prepare?.(given) ?? []);
  if (waits.length === 0) return evaluate;
  return (x) => {
    let waiting: Promise<void>[] | null = null;
    for (const wait of waits) {
      const pending = wait(x);
      if (pending === null) continue;
      waiting ??= [];
      waiting.push(pending);
    }
    return waiting === null ? evaluate(x) : Promise.all(waiting).then(() => evaluate(x));
  };
}
