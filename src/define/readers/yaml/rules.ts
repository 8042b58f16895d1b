import type { DefaultAction, ImmunityConfig, IpSet, Rule, RuleAction } from '../../model/web-acl.ts';
import { apiForm } from '../cloudformation/waf-rules.ts';
import type { ShortRule } from './acl-shape.ts';

/** A rule's statement in the form AWS WAF writes it; null when it names an IP set that is not there. */
export function statementOf(
  rule: ShortRule,
  sets: ReadonlyMap<string, readonly IpSet[]>,
): Record<string, unknown> | null {
  if (rule.statement !== undefined) return withSets(apiForm(rule.statement), sets) as Record<string, unknown>;
  if (rule.rate !== undefined) {
    const { limit, windowSec, by, header } = rule.rate;
    return {
      RateBasedStatement: {
        Limit: limit,
        EvaluationWindowSec: windowSec,
        AggregateKeyType: by === 'ip' ? 'IP' : 'FORWARDED_IP',
        ...(by === 'ip' ? {} : { ForwardedIPConfig: { HeaderName: header, FallbackBehavior: 'MATCH' } }),
      },
    };
  }
  const named = (sets.get(rule.ipSet!) ?? []).map(({ arn }) => ({ IPSetReferenceStatement: { ARN: arn } }));
  if (named.length === 0) return null;
  return named.length === 1 ? named[0]! : { OrStatement: { Statements: named } };
}

/** Sets that are named as the file names them get their ARNs; where a name stands for two, either may match. */
function withSets(part: unknown, sets: ReadonlyMap<string, readonly IpSet[]>): unknown {
  if (Array.isArray(part)) return part.map((item) => withSets(item, sets));
  if (part === null || typeof part !== 'object') return part;
  const { IPSetReferenceStatement: asked } = part as {
    IPSetReferenceStatement?: { readonly ARN?: unknown } | null;
  };
  const named = typeof asked?.ARN === 'string' ? sets.get(asked.ARN) : undefined;
  if (named === undefined)
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, withSets(inner, sets)]));
  const [first, ...more] = named.map(({ arn }) => ({
    ...part,
    IPSetReferenceStatement: { ...asked, ARN: arn },
  }));
  return more.length === 0 ? first : { OrStatement: { Statements: [first, ...more] } };
}

/** A rule's action in the form AWS WAF writes it, and the body it answers with, when it has one. */
export function actionOf(rule: ShortRule): {
  action: RuleAction;
  body: { ContentType: 'TEXT_PLAIN' | 'TEXT_HTML' | 'APPLICATION_JSON'; Content: string } | null;
} {
  const { action } = rule;
  if (typeof action === 'string') return { action: plain[action], body: null };
  if ('block' in action) {
    const { status, body, contentType, headers } = action.block;
    return {
      action: {
        Block: {
          CustomResponse: {
            ResponseCode: status,
            ...(body === undefined ? {} : { CustomResponseBodyKey: rule.name }),
            ...(Object.keys(headers).length === 0 ? {} : { ResponseHeaders: named(headers) }),
          },
        },
      },
      body: body === undefined ? null : { ContentType: contentType, Content: body },
    };
  }
  if ('captcha' in action)
    return { action: { Captcha: inserting(action.captcha.insertHeaders) }, body: null };
  if ('challenge' in action)
    return { action: { Challenge: inserting(action.challenge.insertHeaders) }, body: null };
  if ('count' in action) return { action: { Count: inserting(action.count.insertHeaders) }, body: null };
  return { action: { Allow: inserting(action.allow.insertHeaders) }, body: null };
}

const plain: Readonly<Record<Extract<ShortRule['action'], string>, RuleAction>> = {
  allow: { Allow: {} },
  block: { Block: {} },
  count: { Count: {} },
  captcha: { Captcha: {} },
  challenge: { Challenge: {} },
};

export const defaultActionOf = (action: 'allow' | 'block'): DefaultAction => plain[action] as DefaultAction;

const named = (headers: Record<string, string>): { Name: string; Value: string }[] =>
  Object.entries(headers).map(([Name, Value]) => ({ Name, Value }));

const inserting = (headers: Record<string, string>) =>
  Object.keys(headers).length === 0 ? {} : { CustomRequestHandling: { InsertHeaders: named(headers) } };

/** A time of its own for what a rule asks clients to prove. */
export function immunityOf({ action }: ShortRule): Pick<Rule, 'captchaConfig' | 'challengeConfig'> {
  if (typeof action === 'string') return {};
  if ('captcha' in action && action.captcha.immunitySec !== undefined)
    return { captchaConfig: immunity(action.captcha.immunitySec) };
  if ('challenge' in action && action.challenge.immunitySec !== undefined)
    return { challengeConfig: immunity(action.challenge.immunitySec) };
  return {};
}

export const immunity = (seconds: number): ImmunityConfig => ({
  ImmunityTimeProperty: { ImmunityTime: seconds },
});
