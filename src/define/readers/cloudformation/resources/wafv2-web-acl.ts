import { z } from 'zod';
import { error } from '../../../../base/note.ts';
import { uuid, wafArn } from '../../../model/ids.ts';
import type { Parts } from '../parts.ts';
import { physicalName } from '../physical-names.ts';
import { refused, resource, type Self, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { defaultActionShape, responseBodiesShape } from '../waf-actions.ts';
import { apiForm, rulesOf, visibilityShape } from '../waf-rules.ts';

const LATER = 'CAPTCHA and challenge are not enforced yet; rules that ask for them are refused';

/** Rules that requests must pass, for the resources it is associated with. */
export default resource({
  name: 'AWS::WAFv2::WebACL',
  shape: z
    .strictObject({
      Name: z
        .string()
        .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
        .optional()
        .describe('Its name.'),
      Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).describe('REGIONAL for APIs, CLOUDFRONT for distributions.'),
      Description: z.string().max(256).default('').describe('What it is for.'),
      DefaultAction: defaultActionShape,
      Rules: z
        .array(z.unknown())
        .default([])
        .describe('Its rules; the catalogue of the web ACL describes them.'),
      VisibilityConfig: visibilityShape,
      CustomResponseBodies: responseBodiesShape,
      CaptchaConfig: stored(z.unknown().optional().describe('How long a solved CAPTCHA holds.'), LATER),
      ChallengeConfig: stored(z.unknown().optional().describe('How long a passed challenge holds.'), LATER),
      TokenDomains: stored(z.array(z.string()).optional().describe('Domains whose tokens count.'), LATER),
      AssociationConfig: refused(
        z.unknown().optional().describe('How much of a body is looked at.'),
        'limits of inspection other than the default are not enforced yet: less of a body would be looked at',
      ),
      DataProtectionConfig: refused(
        z.unknown().optional().describe('What is masked in logs and samples.'),
        'masking is not enforced yet: logs and samples would hold what it protects',
      ),
      OnSourceDDoSProtectionConfig: stored(
        z.unknown().optional().describe('Protection of load balancers against floods.'),
        'acts on load balancers alone',
      ),
      ApplicationConfig: stored(
        z.unknown().optional().describe('What the console knows of the application.'),
        'decides nothing',
      ),
      MonetizationConfig: stored(
        z.unknown().optional().describe('Prices for robots.'),
        'acts on CloudFront alone',
      ),
      Tags: tags,
    })
    .describe('A web ACL.'),
  ref: (acl, self) => `${nameOf(acl, self)}|${uuid(self.id)}|${acl.Scope}`,
  attributes: {
    Arn: (acl, self) => arnOf(acl, self),
    Id: (_, self) => uuid(self.id),
    Capacity: () => 0,
    LabelNamespace: (acl, self) => `awswaf:${self.accountId}:webacl:${nameOf(acl, self)}:`,
  },
  add(acl, parts, self) {
    const name = nameOf(acl, self);
    const { rules, api } = rulesOf(acl.Rules, parts, self);
    const capacity = api.length === acl.Rules.length ? parts.draft.catalogue.capacity(api) : 0;
    if (capacity > MOST_CAPACITY) {
      const message = `the rules take ${capacity} capacity units, and a web ACL may have ${MOST_CAPACITY}`;
      parts.draft.note(error('web-acl.capacity', message, self.at('Rules')));
    }
    checkBodies(acl.DefaultAction, ['DefaultAction'], acl.CustomResponseBodies, parts, self);
    acl.Rules.forEach((rule, i) => {
      checkBodies(apiForm(rule), ['Rules', i], acl.CustomResponseBodies, parts, self);
    });
    parts.draft.webAcls.push({
      id: self.id,
      origin: self.origin,
      name,
      aclId: uuid(self.id),
      arn: arnOf(acl, self),
      scope: acl.Scope,
      description: acl.Description,
      lockToken: uuid(`${self.id}/lock`),
      defaultAction: acl.DefaultAction,
      rules,
      visibility: acl.VisibilityConfig,
      customResponseBodies: acl.CustomResponseBodies,
      labelNamespace: `awswaf:${self.accountId}:webacl:${name}:`,
      capacity,
      tags: tagged(acl.Tags),
    });
  },
});

/** AWS WAF quotas: the most that a web ACL's rules may take together. */
const MOST_CAPACITY = 5000;

type Named = { readonly Name?: string; readonly Scope: 'REGIONAL' | 'CLOUDFRONT' };

const nameOf = (acl: Named, self: Self): string => acl.Name ?? physicalName(self.stack, self.logicalId, 128);

const arnOf = (acl: Named, self: Self): string =>
  wafArn(self.region, self.accountId, 'webacl', acl.Scope, nameOf(acl, self), uuid(self.id));

/** A blocking action may only name a body that is there. */
function checkBodies(
  value: unknown,
  path: readonly (string | number)[],
  bodies: Readonly<Record<string, unknown>>,
  parts: Parts,
  self: Self,
): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'CustomResponseBodyKey' && typeof part === 'string' && !Object.hasOwn(bodies, part)) {
      const message = `CustomResponseBodies has no body ${part}; it has ${Object.keys(bodies).join(', ') || 'none'}`;
      parts.draft.note(error('web-acl.no-body', message, self.at(...here)));
    } else checkBodies(part, here, bodies, parts, self);
  }
}
