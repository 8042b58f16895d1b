// The managed rule groups that stand in front of `up --to URL`, compiled without the gateway around them.
import { Clock } from '../src/base/clock.ts';
import type { Rule, WebAcl } from '../src/define/model/web-acl.ts';
import { readTarget } from '../src/define/readers/yaml/target.ts';
import type { Decide } from '../src/guard/decide/step.ts';
import waf from '../src/guard/decide/waf/waf.ts';
import { catalogue } from '../src/operate/supervise/catalogue.ts';

const { definition } = await readTarget('http://127.0.0.1:9', {}, catalogue());
const acl = definition!.webAcls[0]!;

/** The rules that refer to them; the limit of requests for each address is left out. */
export const defaultGroups: readonly Rule[] = acl.rules.filter(
  (rule) => 'ManagedRuleGroupStatement' in rule.statement,
);

/** The web ACL with these rules, and what else is to differ, compiled by itself. */
export function withRules(rules: readonly Rule[], change: Partial<WebAcl> = {}): Decide {
  return waf.compile(
    { webAcl: acl.arn },
    {
      definition: { ...definition!, webAcls: [{ ...acl, rules, ...change }] },
      clock: Clock.byHand(),
      tracing: false,
      cells: (_id, bytes) => new SharedArrayBuffer(bytes),
      invoke: () => Promise.reject(new Error('no function here')),
      fetch: () => Promise.reject(new Error('nobody is asked')),
    },
  );
}
