import type { Exchange } from '../../../../base/exchange.ts';
import type { IpSet, WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { IpRanges } from '../addresses/ip-ranges.ts';
import { type Places, placesIn } from '../addresses/places.ts';
import { compileStatement } from '../catalogue.ts';
import { Lenses } from '../lens/lens.ts';
import { limitsOf } from '../limits.ts';
import type { Teller, WafGiven } from '../statement.ts';
import { type Demand, demandOf } from '../tokens/demand.ts';
import { Tokens } from '../tokens/tokens.ts';

/** What the rules of one web ACL share while they are compiled. */
export class Shared {
  readonly #acl: WebAcl;
  readonly #given: Given;
  readonly #lenses: Lenses;
  readonly #places: Places;
  readonly #bodyBytes: number;
  readonly #kept = new Map<string, (x: Exchange) => unknown>();
  #tokens: Tokens | null = null;

  constructor(acl: WebAcl, given: Given) {
    this.#acl = acl;
    this.#given = given;
    const limits = limitsOf(acl);
    this.#bodyBytes = limits.bodyBytes;
    this.#lenses = new Lenses(limits);
    this.#places = placesIn(given.definition.settings, given.cells);
  }

  /** What the statements of one rule are handed; `keyOf` tells afterwards what it limits by, `tellers` what they find. */
  given(
    ruleId: string,
    labelNamespace: string,
  ): {
    readonly given: WafGiven;
    readonly keyOf: () => ((x: Exchange) => string) | null;
    readonly tellers: readonly Teller[];
  } {
    const tellers: Teller[] = [];
    let keyOf: ((x: Exchange) => string) | null = null;
    const given: WafGiven = {
      ...this.#given,
      ...{ ruleId, labelNamespace },
      places: this.#places,
      bodyBytes: this.#bodyBytes,
      statement: (settings) => compileStatement(settings, given),
      lens: (settings) => this.#lenses.of(settings),
      stages: (settings) => this.#lenses.stages(settings),
      place: () => this.#lenses.place(),
      names: (settings) => this.#lenses.names(settings),
      flaw: (settings) => this.#lenses.flaw(settings),
      tells: (teller) => void tellers.push(teller),
      tokens: () => this.#tokensOf(),
      kept: (name, read) => this.#once(name, read),
      ipSet: (arn) => this.#ipSet(arn),
      patterns: (arn) => this.#patterns(arn),
      limitsBy: (key) => {
        keyOf = key;
      },
    };
    return { given, keyOf: () => keyOf, tellers };
  }

  /** What a rule with the action Captcha or Challenge asks for. */
  demand(
    action: Demand['action'],
    rule: { readonly id: string; readonly immunitySec: number | undefined },
  ): Demand {
    const { path, words } = this.#given.definition.settings.tokens;
    return demandOf({ action, path: `${path}/${this.#acl.aclId}`, words }, rule, this.#tokensOf());
  }

  #tokensOf(): Tokens {
    this.#tokens ??= new Tokens(this.#acl, this.#given, (read) => this.#lenses.kept(read));
    return this.#tokens;
  }

  #once<V>(name: string, read: (x: Exchange) => V): (x: Exchange) => V {
    const known = this.#kept.get(name) as ((x: Exchange) => V) | undefined;
    if (known !== undefined) return known;
    const kept = this.#lenses.kept(read);
    this.#kept.set(name, kept);
    return kept;
  }

  #patterns(arn: string): readonly string[] {
    const set = this.#given.definition.regexPatternSets.find((s) => s.arn === arn);
    if (set === undefined) throw new TypeError(`no set of expressions has the ARN ${arn}`);
    return set.patterns;
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
