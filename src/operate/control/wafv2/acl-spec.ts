import { z } from 'zod';
import { dataProtectionShape } from '../../../define/model/data-protection.ts';
import {
  captchaConfigShape,
  challengeConfigShape,
  tokenDomainsShape,
} from '../../../define/model/immunity.ts';
import { visibilityShape } from '../../../define/model/visibility.ts';
import type {
  AssociationConfig,
  CustomResponseBody,
  DefaultAction,
  Rule,
  WafEntity,
  WebAcl,
} from '../../../define/model/web-acl.ts';
import { responseBodiesShape } from '../../../define/readers/cloudformation/waf-actions.ts';
import { associationShape } from '../../../define/readers/cloudformation/waf-association.ts';
import { capacityOf, defaultActionShape, ruleShape } from '../../../guard/decide/waf/rules/rule.ts';
import { invalidParameter } from '../aws-error.ts';
import { memberIn, required } from './member.ts';
import { checkBodies, ruleElements, rulesIn } from './rules.ts';

const optional = (about: string) => z.unknown().optional().describe(about);

/** The members that say what a web ACL does, of the operations that make and change one. */
export const aclMembers = {
  DefaultAction: required('What becomes of a request that no rule decided: Allow or Block.'),
  Rules: z.array(z.unknown()).default([]).describe('All its rules from now on; absent: none.'),
  VisibilityConfig: required('How it shows in metrics and samples.'),
  DataProtectionConfig: optional('What is masked in everything that is kept of requests.'),
  CustomResponseBodies: optional('Bodies that blocking actions can name, by key.'),
  CaptchaConfig: optional('How long a solved puzzle counts.'),
  ChallengeConfig: optional('How long a passed challenge counts.'),
  TokenDomains: optional('Domains whose tokens count, with all below them, besides the host’s own.'),
  AssociationConfig: optional('How much of a body is looked at.'),
  OnSourceDDoSProtectionConfig: optional('Acts on load balancers alone, and is refused.'),
  ApplicationConfig: optional('Decides nothing, and is refused.'),
  MonetizationConfig: optional('Acts on CloudFront alone, and is refused.'),
};

type Asked = { readonly [M in keyof typeof aclMembers]?: unknown } & { readonly Rules: readonly unknown[] };

/** What a web ACL of that identity says when it is asked to say this; `before` are the rules it had. */
export function aclSaying(
  asked: Asked,
  entity: WafEntity & Pick<WebAcl, 'aclId' | 'labelNamespace' | 'tags'>,
  before: readonly Rule[],
): WebAcl {
  refuseForeign(asked);
  const rules = rulesIn(asked.Rules, ruleShape());
  const defaultAction = memberIn(defaultActionShape, asked.DefaultAction, ['DefaultAction']) as DefaultAction;
  const visibility = memberIn(visibilityShape, asked.VisibilityConfig, ['VisibilityConfig']);
  const bodies = memberIn(responseBodiesShape, asked.CustomResponseBodies, ['CustomResponseBodies']);
  checkBodies(bodies, defaultAction, rules);
  const read = <T>(shape: z.ZodType<T>, member: keyof typeof aclMembers): T | undefined =>
    memberIn(shape.optional(), asked[member], [member]);
  const domains = read(tokenDomainsShape, 'TokenDomains')?.map((domain) => domain.toLowerCase());
  const parts = {
    captchaConfig: read(captchaConfigShape, 'CaptchaConfig'),
    challengeConfig: read(challengeConfigShape, 'ChallengeConfig'),
    tokenDomains: domains,
    associationConfig: read<AssociationConfig | undefined>(associationShape, 'AssociationConfig'),
    dataProtection: read(dataProtectionShape, 'DataProtectionConfig'),
  };
  return {
    ...entity,
    defaultAction,
    rules: ruleElements(rules, entity.id, before),
    visibility,
    customResponseBodies: bodies as Readonly<Record<string, CustomResponseBody>>,
    capacity: capacityOf(rules),
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
  };
}

/** What does nothing here is refused, so that nobody trusts in it. */
function refuseForeign(asked: Asked): void {
  for (const member of ['OnSourceDDoSProtectionConfig', 'ApplicationConfig', 'MonetizationConfig'] as const)
    if (asked[member] !== undefined && asked[member] !== null)
      throw invalidParameter(`${member} has no effect in front of a stage of API Gateway`, 'WEB_ACL', member);
}
