import { type Decision, refuse } from '../../../base/decision.ts';
import type { Exchange, WafOutcome } from '../../../base/exchange.ts';
import { traced } from '../../../base/trace.ts';
import type { IpSet, Rule, RuleAction, WebAcl } from '../../../define/model/web-acl.ts';
import type { Given } from '../given.ts';
import { inserted, prepare } from './action.ts';
import { compileStatement } from './catalogue.ts';
import { IpRanges } from './ip-ranges.ts';
import { Lenses } from './lens.ts';
import type { Test, WafGiven } from './statement.ts';

/** What becomes of a request: made once, so that giving it costs nothing. */
export interface Consequence {
  readonly action: 'ALLOW' | 'BLOCK' | 'COUNT';
  /** Of a block; null otherwise. */
  readonly refusal: Decision | null;
  readonly inserted: readonly string[] | null;
  /** The outcome when no rule has counted before and no key is limited; null for a count. */
  readonly outcome: WafOutcome | null;
}

/** A rule, ready to be asked. */
export interface CompiledRule {
  readonly id: string;
  readonly name: string;
  readonly test: Test;
  readonly consequence: Consequence;
  /** Labels with their prefix. */
  readonly labels: readonly string[];
  /** How the key that a rate-based rule limits is written; null for other rules. */
  readonly keyOf: ((x: Exchange) => string) | null;
}

/** What the rules of one web ACL share while they are compiled. */
export class RuleCompiler {
  readonly #acl: WebAcl;
  readonly #given: Given;
  readonly #lenses = new Lenses();

  constructor(acl: WebAcl, given: Given) {
    this.#acl = acl;
    this.#given = given;
  }

  rule(rule: Rule): CompiledRule {
    let keyOf: CompiledRule['keyOf'] = null;
    const given: WafGiven = {
      definition: this.#given.definition,
      clock: this.#given.clock,
      tracing: this.#given.tracing,
      cells: this.#given.cells,
      invoke: this.#given.invoke,
      acl: this.#acl,
      ruleId: rule.id,
      statement: (settings) => compileStatement(settings, given),
      lens: (settings) => this.#lenses.of(settings),
      ipSet: (arn) => this.#ipSet(arn),
      limitsBy: (key) => {
        keyOf = key;
      },
    };
    const test = compileStatement(rule.statement, given);
    return {
      id: rule.id,
      name: rule.name,
      test: this.#told(rule, test),
      consequence: this.consequence(rule.action, rule.id, rule.name, keyOf !== null),
      labels: rule.labels.map((label) => `${this.#acl.labelNamespace}${label}`),
      keyOf,
    };
  }

  /** What an action does, by the element that has it. */
  consequence(action: RuleAction, id: string, name: string, rated: boolean): Consequence {
    const outcome = (done: 'ALLOW' | 'BLOCK'): WafOutcome =>
      Object.freeze({
        webAcl: this.#acl.id,
        action: done,
        terminatingRule: name,
        terminatingType: rated ? 'RATE_BASED' : 'REGULAR',
        counted: Object.freeze([]),
        rates: Object.freeze([]),
      });
    if ('Block' in action) {
      const prepared = prepare(action.Block.CustomResponse, this.#acl.customResponseBodies);
      const refusal = refuse('WAF_FILTERED', id, prepared);
      return { action: 'BLOCK', refusal, inserted: null, outcome: outcome('BLOCK') };
    }
    if ('Allow' in action) {
      const added = inserted(action.Allow.CustomRequestHandling);
      return { action: 'ALLOW', refusal: null, inserted: added, outcome: outcome('ALLOW') };
    }
    const added = inserted(action.Count.CustomRequestHandling);
    return { action: 'COUNT', refusal: null, inserted: added, outcome: null };
  }

  #told(rule: Rule, test: Test): Test {
    const [action] = Object.keys(rule.action);
    return traced(this.#given.tracing, 'rule', rule.name, rule.id, test, (_x, verdict) => ({
      looked: { priority: rule.priority, action: action! },
      outcome: verdict === true ? 'match' : 'no match',
      because: verdict === true ? `It matches, so: ${action}.` : 'It does not match; the next rule is asked.',
    }));
  }

  #ipSet(arn: string): IpRanges {
    const set = this.#given.definition.ipSets.find((s) => s.arn === arn);
    if (set === undefined) throw new TypeError(`no IP set has the ARN ${arn}`);
    const known = rangesOf.get(set);
    if (known !== undefined) return known;
    const ranges = IpRanges.of(set.addresses);
    rangesOf.set(set, ranges);
    return ranges;
  }
}

/** A set of 10 000 blocks takes a tenth of a second to read: once for a definition, not for each stage. */
const rangesOf = new WeakMap<IpSet, IpRanges>();
