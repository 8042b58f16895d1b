import { z } from 'zod';
import { PASS } from '../../../base/decision.ts';
import type { WafOutcome } from '../../../base/exchange.ts';
import { traced } from '../../../base/traced.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type { WebAcl } from '../../../define/model/web-acl.ts';
import { layer } from '../layer.ts';
import { lensBodyBytes } from './lens/lens.ts';
import { type Limits, limitsOf } from './limits.ts';
import { evaluation } from './rules/evaluate.ts';
import { groupOf } from './rules/group.ts';
import { prepared } from './rules/prepared.ts';

export { type Reserved, reception, scriptsAt } from './tokens/reception.ts';

/** Asks the web ACL that is associated with the stage. */
export default layer({
  name: 'waf',
  shape: z
    .strictObject({ webAcl: z.string().describe('The web ACL, by its ARN.') })
    .describe('The web ACL in front of a stage.'),
  of({ definition, stage }) {
    const association = definition.associations.findLast((a) => a.resourceArn === stage.arn);
    return association === undefined ? [] : [{ webAcl: association.webAclArn }];
  },
  bodyBytes: ({ webAcl }, given) => looksAt(aclOf(given.definition, webAcl), given.definition),
  compile({ webAcl }, given) {
    const acl = aclOf(given.definition, webAcl);
    const evaluate = evaluation(acl, given, looksAt(acl, given.definition));
    const step = traced(given.tracing, 'web ACL', acl.name, acl.id, evaluate, (x, decision) => ({
      looked: { rules: acl.rules.length, path: x.stagePath, client: x.client.text },
      outcome: decision === PASS ? 'pass' : 'refuse WAF_FILTERED',
      because: because(x.waf),
    }));
    return prepared(step, acl, given);
  },
});

const verbs = {
  ALLOW: 'allows it',
  BLOCK: 'blocks it',
  CAPTCHA: 'asks for a solved puzzle',
  CHALLENGE: 'asks for a passed challenge',
} as const;

function because(waf: WafOutcome | null): string {
  if (waf === null) return 'A rule could not be evaluated.';
  const does = verbs[waf.action];
  if (waf.terminatingRule === 'Default_Action') return `No rule decided; the default action ${does}.`;
  return `The rule ${waf.terminatingRule} ${does}.`;
}

function aclOf(definition: Definition, arn: string): WebAcl {
  const acl = definition.webAcls.find((candidate) => candidate.arn === arn);
  if (acl === undefined) throw new TypeError(`no web ACL has the ARN ${arn}`);
  return acl;
}

/** How much of the body the rules of a web ACL must see. */
function looksAt(acl: WebAcl, definition: Definition): number {
  const limits = limitsOf(acl);
  const groups = acl.rules.map((rule) => groupOf(rule, definition));
  // A managed group may look at whatever it likes.
  if (groups.some((group) => group?.managed === true)) return limits.bodyBytes;
  const arns = new Set(groups.map((group) => group?.id));
  const referred = definition.ruleGroups.filter((group) => arns.has(group.arn));
  const rules = [...acl.rules, ...referred.flatMap((group) => group.rules)];
  return Math.max(0, ...rules.map((rule) => bodyBytes(rule.statement, limits)));
}

/** How much of the body a statement, or one within it, must see. */
function bodyBytes(value: unknown, limits: Limits): number {
  if (typeof value !== 'object' || value === null) return 0;
  let most = 0;
  for (const [key, inner] of Object.entries(value)) {
    const bytes = key === 'FieldToMatch' ? lensBodyBytes(inner, limits) : bodyBytes(inner, limits);
    if (bytes > most) most = bytes;
  }
  return most;
}
