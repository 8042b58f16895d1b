import { z } from 'zod';
import { dataProtectionShape } from '../../../model/data-protection.ts';
import { uuid } from '../../../model/ids.ts';
import { captchaConfigShape, challengeConfigShape, tokenDomainsShape } from '../../../model/immunity.ts';
import { visibilityShape } from '../../../model/visibility.ts';
import { resource, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';
import { checkBodies, defaultActionShape, responseBodiesShape } from '../waf-actions.ts';
import { associationShape } from '../waf-association.ts';
import { entityFields, entityNames } from '../waf-entity.ts';
import { pinnedVersions, rulesOf } from '../waf-rules.ts';

const names = entityNames('webacl');

/** Rules that requests must pass, for the resources it is associated with. */
export default resource({
  name: 'AWS::WAFv2::WebACL',
  shape: z
    .strictObject({
      ...entityFields,
      DefaultAction: defaultActionShape,
      Rules: z
        .array(z.unknown())
        .default([])
        .describe('Its rules; the catalogue of the web ACL describes them.'),
      VisibilityConfig: visibilityShape,
      CustomResponseBodies: responseBodiesShape,
      CaptchaConfig: captchaConfigShape.optional().describe('How long a solved puzzle counts.'),
      ChallengeConfig: challengeConfigShape.optional().describe('How long a passed challenge counts.'),
      TokenDomains: tokenDomainsShape
        .optional()
        .describe('Domains whose tokens count, with all below them, besides the host’s own.'),
      AssociationConfig: associationShape,
      DataProtectionConfig: dataProtectionShape.optional(),
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
  parts: (properties) => pinnedVersions((properties as { Rules?: unknown } | null)?.Rules),
  ref: (acl, self) => names.ref(acl, self),
  attributes: {
    Arn: (acl, self) => names.arn(acl, self),
    Id: (_, self) => uuid(self.id),
    Capacity: (acl, self) => self.capacity(acl.Rules),
    LabelNamespace: (acl, self) => names.labelNamespace(acl, self),
  },
  add(acl, parts, self) {
    const { rules, api } = rulesOf(acl.Rules, parts, self);
    const capacity = api.length === acl.Rules.length ? parts.draft.catalogue.capacity(api) : 0;
    checkBodies(acl.DefaultAction, ['DefaultAction'], acl.CustomResponseBodies, parts, self);
    checkBodies(acl.Rules, ['Rules'], acl.CustomResponseBodies, parts, self);
    parts.draft.webAcls.push({
      ...names.element(acl, self),
      aclId: uuid(self.id),
      defaultAction: acl.DefaultAction,
      rules,
      visibility: acl.VisibilityConfig,
      customResponseBodies: acl.CustomResponseBodies,
      labelNamespace: names.labelNamespace(acl, self),
      capacity,
      ...(acl.CaptchaConfig === undefined ? {} : { captchaConfig: acl.CaptchaConfig }),
      ...(acl.ChallengeConfig === undefined ? {} : { challengeConfig: acl.ChallengeConfig }),
      ...(acl.TokenDomains === undefined
        ? {}
        : { tokenDomains: acl.TokenDomains.map((domain) => domain.toLowerCase()) }),
      ...(acl.AssociationConfig === undefined ? {} : { associationConfig: acl.AssociationConfig }),
      ...(acl.DataProtectionConfig === undefined ? {} : { dataProtection: acl.DataProtectionConfig }),
      tags: tagged(acl.Tags),
    });
  },
});
