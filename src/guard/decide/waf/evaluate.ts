import { type Decision, PASS, refuse } from '../../../base/decision.ts';
import type { Exchange, WafOutcome } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import type { WebAcl } from '../../../define/model/web-acl.ts';
import type { Given } from '../given.ts';
import { type CompiledRule, type Consequence, RuleCompiler } from './compile-rule.ts';

/**
 * Evaluates a web ACL: its rules by priority, until one allows or blocks; then its default action. What it
 * did is left on the exchange (`waf`, `labels`, `inserted`). Allocates nothing unless a rule counted, a key
 * was limited or a label given.
 *
 * A rule that throws never passes in silence: the request is refused, or where the operator has chosen
 * `wafFailure: allow` the rules behind it are still asked; either way the fault is in the request's event.
 */
export function evaluation(acl: WebAcl, given: Given): (x: Exchange) => Decision {
  const compiler = new RuleCompiler(acl, given);
  const rules = acl.rules.toSorted((a, b) => a.priority - b.priority).map((rule) => compiler.rule(rule));
  const byDefault = compiler.consequence(acl.defaultAction, acl.id, 'Default_Action', false);
  const onFailure = given.definition.settings.wafFailure;
  const failures = new Map(rules.map((rule) => [rule, refuse('WAF_FILTERED', rule.id)]));

  const evaluate = (x: Exchange): Decision => {
    let counts: Counts | null = null;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i]!;
      const verdict = ask(rule, x);
      if (verdict === FAILED && onFailure === 'block') return failures.get(rule)!;
      if (verdict !== true) continue;
      if (rule.labels.length > 0) label(x, rule.labels);
      if (rule.consequence.outcome !== null) return conclude(x, rule, rule.consequence, counts);
      counts ??= { counted: [], rates: [] };
      counts.counted.push(rule.name);
      if (rule.keyOf !== null) counts.rates.push({ rule: rule.name, key: rule.keyOf(x) });
      insert(x, rule.consequence.inserted);
    }
    return conclude(x, null, byDefault, counts);
  };
  return (x) => {
    const decision = evaluate(x);
    x.seen = null;
    return decision;
  };
}

interface Counts {
  readonly counted: string[];
  readonly rates: { rule: string; key: string }[];
}

const FAILED = Symbol('failed');

function ask(rule: CompiledRule, x: Exchange): boolean | null | typeof FAILED {
  try {
    return rule.test(x);
  } catch (cause) {
    x.fault = new Fault('gateway.waf', 'gateway', `the rule ${rule.name} could not be evaluated`, cause);
    return FAILED;
  }
}

function conclude(
  x: Exchange,
  rule: CompiledRule | null,
  consequence: Consequence,
  counts: Counts | null,
): Decision {
  const outcome = consequence.outcome!;
  if (counts === null && (rule === null || rule.keyOf === null)) x.waf = outcome;
  else x.waf = withCounts(outcome, counts, rule, x);
  insert(x, consequence.inserted);
  return consequence.refusal ?? PASS;
}

function withCounts(
  outcome: WafOutcome,
  counts: Counts | null,
  rule: CompiledRule | null,
  x: Exchange,
): WafOutcome {
  const rates = counts === null ? [] : counts.rates;
  if (rule !== null && rule.keyOf !== null) rates.push({ rule: rule.name, key: rule.keyOf(x) });
  const { webAcl, action, terminatingRule, terminatingType } = outcome;
  const counted = counts === null ? outcome.counted : counts.counted;
  return { webAcl, action, terminatingRule, terminatingType, counted, rates };
}

function label(x: Exchange, labels: readonly string[]): void {
  if (x.labels === null) x.labels = [...labels];
  else for (const text of labels) if (!x.labels.includes(text)) x.labels.push(text);
}

/** Of several rules that insert the same header the last one wins. */
function insert(x: Exchange, headers: readonly string[] | null): void {
  if (headers === null) return;
  const before = x.inserted ?? [];
  const kept = before.filter((_, i) => !headers.includes(before[i - (i % 2)]!));
  x.inserted = [...kept, ...headers];
}
