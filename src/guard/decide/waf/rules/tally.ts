import type { Exchange, GroupOutcome, Proven, TokenResponse, WafOutcome } from '../../../../base/exchange.ts';
import type { MatchDetail } from '../../../../base/match-detail.ts';
import type { CompiledRule } from './compile-rule.ts';

type Counted = {
  -readonly [K in keyof Omit<GroupOutcome, 'counted' | 'proven'>]: GroupOutcome[K];
} & {
  counted: string[];
  proven?: Proven[];
};

/** What the rules of a web ACL have done with a request besides ending it. */
export class Tally {
  readonly #counted: string[] = [];
  readonly #rates: { rule: string; key: string }[] = [];
  readonly #groups: Counted[] = [];
  readonly #details: MatchDetail[] = [];
  #proven: Proven[] | null = null;
  #captcha: TokenResponse | null = null;
  #challenge: TokenResponse | null = null;

  /** A rule has matched and counts. `within` is the rule that refers to its group, when it is in one. */
  count(rule: CompiledRule, within: CompiledRule | null, x: Exchange): void {
    if (within === null) this.#counted.push(rule.name);
    else this.#group(within).counted.push(rule.name);
    this.#limited(rule, within?.name, x);
  }

  /** A rule has matched, and tells what its statements found. */
  tell(rule: CompiledRule, within: CompiledRule | null, x: Exchange): void {
    for (const teller of rule.tellers) {
      const told = teller(x);
      if (told === null) continue;
      const of = within === null ? [rule.name, ''] : [within.name, rule.name];
      this.#details.push({ ...told, rule: of[0]!, within: of[1]! });
    }
  }

  /** A rule asks for a token, and this came of it. */
  answered(rule: CompiledRule, within: CompiledRule | null, response: TokenResponse, x: Exchange): void {
    const { action } = rule.consequence.demand!;
    if (action === 'CAPTCHA') this.#captcha = response;
    else this.#challenge = response;
    if (response.failure !== '') return;
    const proven: Proven = { rule: rule.name, action };
    if (within === null) {
      this.#proven ??= [];
      this.#proven.push(proven);
    } else {
      const group = this.#group(within);
      group.proven ??= [];
      group.proven.push(proven);
    }
    this.#limited(rule, within?.name, x);
  }

  /** A rule of a group would have ended it, and the group only counts. */
  countGroup(within: CompiledRule, ended: CompiledRule, x: Exchange): void {
    const group = this.#group(within);
    group.terminating = ended.name;
    group.action = ended.consequence.outcome?.action ?? '';
    this.#counted.push(within.name);
    this.#limited(ended, within.name, x);
  }

  /** The outcome of the rule that ended the evaluation (null: of the default action), with all that was done before. */
  outcome(plain: WafOutcome, rule: CompiledRule | null, x: Exchange): WafOutcome {
    const ended = plain.groups?.[0];
    if (rule !== null) this.#limited(rule, ended?.rule, x);
    if (ended !== undefined) {
      const group = this.#groups.find((g) => g.rule === ended.rule);
      const { rule: refers, group: id, terminating, action } = ended;
      if (group === undefined)
        this.#groups.push({ rule: refers, group: id, terminating, action, counted: [] });
      else {
        group.terminating = ended.terminating;
        group.action = ended.action;
      }
    }
    const { webAcl, action, terminatingRule, terminatingType } = plain;
    return {
      ...{ webAcl, action, terminatingRule, terminatingType },
      counted: this.#counted,
      rates: this.#rates,
      ...(this.#groups.length === 0 ? {} : { groups: this.#groups }),
      ...(this.#details.length === 0 ? {} : { details: this.#details }),
      ...(this.#proven === null ? {} : { proven: this.#proven }),
      ...(this.#captcha === null ? {} : { captcha: this.#captcha }),
      ...(this.#challenge === null ? {} : { challenge: this.#challenge }),
    };
  }

  /** Rules of different groups may have one name, and count by different things. */
  #limited({ name, keyOf }: CompiledRule, refers: string | undefined, x: Exchange): void {
    if (keyOf !== null)
      this.#rates.push({ rule: refers === undefined ? name : `${refers}/${name}`, key: keyOf(x) });
  }

  #group(within: CompiledRule): Counted {
    let group = this.#groups.find((g) => g.rule === within.name);
    if (group === undefined) {
      group = { rule: within.name, group: within.group!.id, terminating: '', action: '', counted: [] };
      this.#groups.push(group);
    }
    return group;
  }
}
