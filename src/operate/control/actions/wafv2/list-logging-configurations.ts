import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { loggingOf, renderedLogging } from '../../wafv2/logging.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListLoggingConfigurations',
  shape: z
    .object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit })
    .describe('Lists what of web ACLs is logged.'),
  run(input, { definition }) {
    const logged = new Set(definition.loggingConfigurations.map((c) => c.webAclArn));
    const acls = definition.webAcls.filter((acl) => acl.scope === input.Scope && logged.has(acl.arn));
    const { page, next } = paged(acls, (acl) => acl.aclId, input.NextMarker, input.Limit);
    return {
      NextMarker: next,
      LoggingConfigurations: page.map((acl) => renderedLogging(loggingOf(definition, acl.arn))),
    };
  },
});
