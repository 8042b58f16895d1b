import { type Decision, PASS } from '../../../../base/decision.ts';
import type { Exchange, WafOutcome } from '../../../../base/exchange.ts';
import { Fault } from '../../../../base/fault.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { Gates } from '../gates/gates.ts';
import { label } from '../label.ts';
import type { Demand } from '../tokens/demand.ts';
import { wouldHave } from '../told/explained-rule.ts';
import { type CompiledRule, type Consequence, RuleCompiler } from './compile-rule.ts';
import { Tally } from './tally.ts';

/**
 * Evaluates a web ACL that looks at `bodyBytes` of a body: its rules by priority, until one allows or blocks; then its
 * default action. A rule that refers to a group stands for the group’s rules. What it did is left on the exchange
 * (`waf`, `labels`, `inserted`). Allocates nothing unless a rule counted, a key was limited or a label given.
 *
 * A rule that throws never passes in silence: the request is refused, or where the operator has chosen
 * `wafFailure: allow` the rules behind it are still asked; either way the fault is in the request's event.
 */
export function evaluation(acl: WebAcl, given: Given, bodyBytes: number): (x: Exchange) => Decision {
  const compiler = new RuleCompiler(acl, given);
  const rules = acl.rules.toSorted((a, b) => a.priority - b.priority).map((rule) => compiler.rule(rule));
  const run = new Run(rules, compiler.byDefault(), given.definition.settings.wafFailure === 'block');
  return (x) => {
    if (x.prefix !== null) x.inspectedBytes = Math.min(x.prefix.length, bodyBytes);
    return run.decide(x);
  };
}

/** Evaluates one request after the other; between two it holds nothing of either. */
class Run {
  readonly #rules: readonly CompiledRule[];
  readonly #gates: Gates | null;
  readonly #byDefault: Consequence;
  readonly #failsShut: boolean;
  #tally: Tally | null = null;
  #failed: CompiledRule | null = null;

  constructor(rules: readonly CompiledRule[], byDefault: Consequence, failsShut: boolean) {
    this.#rules = rules;
    this.#gates = Gates.of(rules.map((rule) => rule.gate));
    this.#byDefault = byDefault;
    this.#failsShut = failsShut;
  }

  decide(x: Exchange): Decision {
    const ended = this.#walk(this.#rules, this.#gates, x, null);
    const decision = this.#conclude(x, ended);
    this.#tally = null;
    this.#failed = null;
    x.seen = null;
    return decision;
  }

  /** The rule that allows or blocks the request, or that failed; null when none does. */
  #walk(
    rules: readonly CompiledRule[],
    gates: Gates | null,
    x: Exchange,
    within: CompiledRule | null,
  ): CompiledRule | null {
    gates?.begin();
    for (let i = 0; i < rules.length; i++) {
      if (gates !== null) {
        i = gates.next(x, i);
        if (i < 0) return null;
      }
      const rule = rules[i]!;
      if (!this.#asked(rule, x)) {
        if (this.#failed !== null) return rule;
        continue;
      }
      if (rule.group !== null) {
        const ended = this.#grouped(rule, x);
        if (ended !== null) return ended;
        continue;
      }
      if (rule.labels.length > 0) label(x, rule.labels);
      if (rule.tellers.length > 0) this.#tell(rule, within, x);
      const { demand } = rule.consequence;
      if (demand !== null) {
        if (!this.#proves(rule, demand, within, x)) return rule;
        insert(x, rule.consequence.inserted);
        continue;
      }
      if (rule.consequence.outcome !== null) return rule;
      this.#tally ??= new Tally();
      this.#tally.count(rule, within, x);
      insert(x, rule.consequence.inserted);
    }
    return null;
  }

  #tell(rule: CompiledRule, within: CompiledRule | null, x: Exchange): void {
    this.#tally ??= new Tally();
    this.#tally.tell(rule, within, x);
  }

  /** Asks the rules of a group; what ends it ends the web ACL, unless its result is to count. */
  #grouped(rule: CompiledRule, x: Exchange): CompiledRule | null {
    const step = x.trace?.open('rule group', rule.name, rule.id) ?? null;
    const ended = this.#walk(rule.group!.rules, rule.group!.gates, x, rule);
    const counts = ended !== null && this.#failed === null && rule.group!.counts;
    if (step !== null) {
      const said = ended === null ? 'None of its rules ends it.' : `Its rule ${ended.name} ends it`;
      x.trace!.close(step, {
        looked: { rules: rule.group!.rules.length, group: rule.group!.id },
        outcome: ended === null ? 'no match' : counts ? 'count' : 'match',
        because: ended === null ? said : `${said}${counts ? countsOnly(ended) : '.'}`,
      });
    }
    if (!counts) return ended;
    this.#tally ??= new Tally();
    this.#tally.countGroup(rule, ended, x);
    return null;
  }

  #asked(rule: CompiledRule, x: Exchange): boolean {
    try {
      return rule.test(x) === true;
    } catch (cause) {
      x.fault = new Fault('gateway.waf', 'gateway', `the rule ${rule.name} could not be evaluated`, cause);
      if (this.#failsShut) this.#failed = rule;
      return false;
    }
  }

  /** Whether the request's token satisfies a rule; one that cannot be read never does. */
  #proves(rule: CompiledRule, demand: Demand, within: CompiledRule | null, x: Exchange): boolean {
    this.#tally ??= new Tally();
    try {
      const response = demand.check(x);
      this.#tally.answered(rule, within, response, x);
      return response.failure === '';
    } catch (cause) {
      x.fault = new Fault('gateway.waf', 'gateway', `the token for ${rule.name} could not be read`, cause);
      if (this.#failsShut) this.#failed = rule;
      return !this.#failsShut;
    }
  }

  #conclude(x: Exchange, rule: CompiledRule | null): Decision {
    const failed = this.#failed !== null;
    const consequence = rule === null ? this.#byDefault : failed ? rule.failure : rule.consequence;
    const outcome: WafOutcome = consequence.outcome!;
    // What fails has no key to tell.
    const limited = rule !== null && rule.keyOf !== null && !failed;
    if (this.#tally === null && !limited) x.waf = outcome;
    else if (this.#tally === null && outcome.groups === undefined) x.waf = limitedBy(rule!, outcome, x);
    else x.waf = (this.#tally ?? new Tally()).outcome(outcome, limited ? rule : null, x);
    if (consequence.demand !== null) return consequence.demand.refusal(x);
    insert(x, consequence.inserted);
    return consequence.refusal ?? PASS;
  }
}

/** The outcome where nothing but one rule, which counts requests, has matched: by far the most in a flood. */
function limitedBy({ name, keyOf }: CompiledRule, outcome: WafOutcome, x: Exchange): WafOutcome {
  const { webAcl, action, terminatingRule, terminatingType, counted } = outcome;
  const rates = [{ rule: name, key: keyOf!(x) }];
  return { webAcl, action, terminatingRule, terminatingType, counted, rates };
}

const countsOnly = ({ consequence }: CompiledRule): string =>
  `, which here only counts: without Count as its OverrideAction ${wouldHave(consequence.action)}.`;

/** Whether a flat list of names and values has a header of that name. */
const names = (headers: readonly string[], name: string): boolean =>
  headers.some((part, i) => i % 2 === 0 && part === name);

/** Of several rules that insert the same header the last one wins. */
function insert(x: Exchange, headers: readonly string[] | null): void {
  if (headers === null) return;
  const before = x.inserted ?? [];
  const kept = before.filter((_, i) => !names(headers, before[i - (i % 2)]!));
  x.inserted = [...kept, ...headers];
}
