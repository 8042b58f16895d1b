import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange, GroupOutcome, WafOutcome } from '../../../../base/exchange.ts';
import { traced } from '../../../../base/traced.ts';
import type { CustomResponseBody, Rule, WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import type { Gate } from '../gates/gate.ts';
import { Gates } from '../gates/gates.ts';
import type { Teller, Test } from '../statement.ts';
import type { Demand } from '../tokens/demand.ts';
import { askedSaid, ruleSaid } from '../told/explained-rule.ts';
import { inserted, prepare } from './action.ts';
import { type Group, groupOf, noImmunity, type Source, sourceOf } from './group.ts';
import { Shared } from './shared.ts';

/** What becomes of a request: made once, so that giving it costs nothing. */
export interface Consequence {
  readonly action: WafOutcome['action'] | 'COUNT';
  /** Of a block; null otherwise. */
  readonly refusal: Decision | null;
  readonly inserted: readonly string[] | null;
  /** Of Captcha and Challenge: what a request has to prove, or it ends here; null otherwise. */
  readonly demand: Demand | null;
  /** The outcome when no rule has counted before and no key is limited; null for a count. */
  readonly outcome: WafOutcome | null;
}

/** A rule, ready to be asked. */
export interface CompiledRule {
  readonly id: string;
  readonly name: string;
  readonly test: Test;
  readonly consequence: Consequence;
  /** What becomes of a request when the rule cannot be evaluated, where that refuses. */
  readonly failure: Consequence;
  /** Labels with their prefix. */
  readonly labels: readonly string[];
  /** How the key that a rate-based rule limits is written; null for other rules. */
  readonly keyOf: ((x: Exchange) => string) | null;
  /** Of a rule that refers to a group: what is asked once its own test has matched. */
  readonly group: CompiledGroup | null;
  /** What tell what its statements found, once it has matched. */
  readonly tellers: readonly Teller[];
  /** What a request must have, or it need not be asked. */
  readonly gate: Gate;
}

/** A rule group, compiled for the rule that refers to it. */
export interface CompiledGroup {
  readonly id: string;
  readonly rules: readonly CompiledRule[];
  readonly gates: Gates | null;
  /** True when its result only counts. */
  readonly counts: boolean;
}

/** Where a rule stands: in the web ACL itself, or in a group that one of its rules refers to. */
interface Place {
  readonly labelNamespace: string;
  readonly customResponseBodies: Readonly<Record<string, CustomResponseBody>>;
  readonly within: { readonly rule: Rule; readonly group: Group } | null;
}

/** What decides how a rule ends. */
type Ending = Pick<Source, 'action' | 'id' | 'name' | 'immunity'> & Partial<Pick<Source, 'overridden'>>;

/** What a rule is where no group stands around it. */
type OwnType = 'REGULAR' | 'RATE_BASED';

/** What becomes of a request when a rule fails. */
const failing = { action: { Block: {} }, immunity: noImmunity };

const COUNTS: Consequence = {
  ...{ action: 'COUNT', refusal: null, demand: null },
  ...{ inserted: null, outcome: null },
};

/** Whether the result of the group that a rule refers to only counts. */
const counting = ({ overrideAction }: Rule): boolean =>
  overrideAction !== undefined && 'Count' in overrideAction;

/** Compiles the rules of one web ACL, which share what they take out of a request. */
export class RuleCompiler {
  readonly #acl: WebAcl;
  readonly #given: Given;
  readonly #shared: Shared;

  constructor(acl: WebAcl, given: Given) {
    this.#acl = acl;
    this.#given = given;
    this.#shared = new Shared(acl, given);
  }

  rule(rule: Rule): CompiledRule {
    const place: Place = { ...this.#acl, within: null };
    const source = sourceOf(rule, this.#acl.labelNamespace);
    const group = groupOf(rule, this.#given.definition);
    if (group === null) return this.#compiled(source, place);
    const { test } = this.#tested(source, place, askedSaid);
    const inner: Place = { ...group, within: { rule, group } };
    const rules = group.rules.map((r) => this.#compiled(r, inner));
    const compiled: CompiledGroup = {
      id: group.id,
      rules,
      gates: Gates.of(rules.map((r) => r.gate)),
      counts: counting(rule),
    };
    const { id, name } = rule;
    const failure = this.#consequence({ id, name, ...failing }, 'REGULAR', place);
    const plain = { consequence: COUNTS, failure, labels: [], keyOf: null, tellers: [], gate: null };
    return { id, name, test, ...plain, group: compiled };
  }

  /** What the default action does. */
  byDefault(): Consequence {
    const { defaultAction, id } = this.#acl;
    const source = { action: defaultAction, id, name: 'Default_Action', immunity: noImmunity };
    return this.#consequence(source, 'REGULAR', { ...this.#acl, within: null });
  }

  #compiled(source: Source, place: Place): CompiledRule {
    const { id, name, labels } = source;
    const tested = this.#tested(source, place, ruleSaid);
    const type = tested.keyOf === null ? 'REGULAR' : 'RATE_BASED';
    const consequence = this.#consequence(source, type, place);
    const failure = this.#consequence({ id, name, ...failing }, type, place);
    return { id, name, ...tested, consequence, failure, labels, group: null };
  }

  #tested(
    source: Source,
    place: Place,
    said: typeof ruleSaid,
  ): Pick<CompiledRule, 'test' | 'keyOf' | 'tellers' | 'gate'> {
    const ruleId = place.within === null ? source.id : `${place.within.rule.id}/${source.id}`;
    const { given, keyOf, tellers } = this.#shared.given(ruleId, place.labelNamespace);
    const { name, id } = source;
    const { tracing } = this.#given;
    const test = traced(tracing, 'rule', name, id, source.compile(given), (_x, verdict) =>
      said(source, verdict === true, place.within !== null && counting(place.within.rule)),
    );
    // A traced walk tells of every rule.
    return { test, keyOf: keyOf(), tellers, gate: tracing ? null : source.gate(given) };
  }

  #consequence(source: Ending, type: OwnType, place: Place): Consequence {
    const { action, id, name } = source;
    const outcome = (done: WafOutcome['action']): WafOutcome => this.#outcome(done, name, type, place.within);
    const plain = { refusal: null, demand: null, inserted: null };
    if ('Block' in action) {
      const { customResponseBodies } = source.overridden === true ? this.#acl : place;
      const prepared = prepare(action.Block.CustomResponse, customResponseBodies);
      const refusal = refuse('WAF_FILTERED', id, prepared);
      return { ...plain, action: 'BLOCK', refusal, outcome: outcome('BLOCK') };
    }
    if ('Allow' in action) {
      const added = inserted(action.Allow.CustomRequestHandling);
      return { ...plain, action: 'ALLOW', inserted: added, outcome: outcome('ALLOW') };
    }
    if ('Count' in action) {
      const added = inserted(action.Count.CustomRequestHandling);
      return { ...plain, action: 'COUNT', inserted: added, outcome: null };
    }
    const of = 'Captcha' in action ? 'CAPTCHA' : 'CHALLENGE';
    const demand = this.#shared.demand(of, { id, immunitySec: source.immunity[of] });
    const handling = 'Captcha' in action ? action.Captcha : action.Challenge;
    const added = inserted(handling.CustomRequestHandling);
    return { ...plain, action: of, demand, inserted: added, outcome: outcome(of) };
  }

  #outcome(action: WafOutcome['action'], name: string, type: OwnType, within: Place['within']): WafOutcome {
    const plain = { webAcl: this.#acl.id, action, counted: Object.freeze([]), rates: Object.freeze([]) };
    if (within === null) return Object.freeze({ ...plain, terminatingRule: name, terminatingType: type });
    const { rule, group } = within;
    const inGroup: GroupOutcome = {
      rule: rule.name,
      group: group.id,
      terminating: name,
      action,
      counted: [],
    };
    return Object.freeze({
      ...plain,
      terminatingRule: rule.name,
      terminatingType: group.managed ? 'MANAGED_RULE_GROUP' : 'GROUP',
      groups: Object.freeze([Object.freeze(inGroup)]),
    });
  }
}
