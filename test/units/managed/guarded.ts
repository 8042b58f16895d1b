import { Clock } from '../../../src/base/clock.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import type { Dns } from '../../../src/guard/decide/given.ts';
import { ask, type CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import { keyCells, layKeys, TokenKeys } from '../../../src/guard/decide/waf/tokens/keys.ts';
import { type Token, tokenText } from '../../../src/guard/decide/waf/tokens/token.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../decide/at-hand.ts';
import { key } from '../tokens/at-hand.ts';

/** How a web ACL refers to a group, and what it finds here. */
interface Referring {
  readonly configs: readonly object[];
  readonly overrides?: readonly object[];
  readonly lists?: object;
  readonly dns?: Dns;
}

/** A web ACL that refers to a managed group of AWS, in front of shop.test; its clock is moved by hand. */
export function guarded(name: string, { configs, overrides = [], lists = {}, dns }: Referring) {
  const settings = {
    ...{ VendorName: 'AWS', Name: name, ManagedRuleGroupConfigs: configs },
    ...(overrides.length === 0 ? {} : { RuleActionOverrides: overrides }),
  };
  const refers = rule('ref', { ManagedRuleGroupStatement: settings }, null, { overrideAction: { None: {} } });
  const of = definition({
    settings: settingsShape.parse({ lists }),
    webAcls: [acl([refers], { aclId: 'acl-1' })],
  });
  const clock = Clock.byHand();
  const at = { ...given(of, clock), ...(dns === undefined ? {} : { dns }) };
  layKeys(at.cells(keyCells.id, keyCells.bytes), [key(1)]);
  const decide = waf.compile({ webAcl: aclArn }, at);
  return {
    at,
    clock,
    /** What the rules make of a request, now. */
    async send({ headers = [], ...request }: Partial<CaseRequest>) {
      const x = await exchangeOf(ask({ ...request, headers: ['Host', 'shop.test', ...headers] }));
      Object.assign(x, { at: clock.now() });
      await decide(x);
      const ended = x.waf?.groups?.[0]?.terminating ?? '';
      return { x, ended, action: x.waf?.action, labels: x.labels ?? [] };
    },
    /** The header with a token that is good now, but for what is changed in it. */
    token(change: Partial<Token>): readonly string[] {
      const now = Math.floor(clock.now() / 1000);
      const token: Token = {
        ...{ id: 'session-1', issuedAt: now, challengedAt: now, solvedAt: 0, signals: 0 },
        ...{ fingerprint: '0011223344556677', domain: 'shop.test', ...change },
      };
      return ['Cookie', `aws-waf-token=${tokenText(token, new TokenKeys(at.laid.get(keyCells.id)!))}`];
    },
  };
}

/** Overrides by which rules only count. */
export const counting = (rules: readonly string[]): readonly object[] =>
  rules.map((Name) => ({ Name, ActionToUse: { Count: {} } }));
