import { z } from 'zod';
import type { LoggingConfiguration } from '../../../../define/model/logging.ts';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';
import { webAclByArn } from '../../wafv2/found.ts';
import { destinationsIn, partIn, renderedLogging } from '../../wafv2/logging.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'PutLoggingConfiguration',
  shape: z
    .object({
      LoggingConfiguration: z
        .object({
          ResourceArn: resourceArn.describe('The web ACL.'),
          LogDestinationConfigs: z.array(z.string().min(20).max(2048)).min(1).max(100).describe('Where to.'),
          RedactedFields: z.array(z.unknown()).max(100).optional().describe('What stands as REDACTED.'),
          LoggingFilter: z.unknown().optional().describe('Which records are kept; absent: all.'),
          LogType: z.enum(['WAF_LOGS']).optional().describe('Which log.'),
          LogScope: z.string().optional().describe('CUSTOMER, which is what there is here.'),
        })
        .describe('What of the web ACL is logged, and where to.'),
    })
    .describe('Logs a web ACL; takes the place of what was configured before.'),
  async run({ LoggingConfiguration: asked }, state) {
    const { ResourceArn, LogScope = 'CUSTOMER' } = asked;
    if (LogScope !== 'CUSTOMER')
      throw invalidParameter('Only logs of the scope CUSTOMER are written here', 'LOG_SCOPE', LogScope);
    const settings = {
      webAclArn: ResourceArn,
      destinations: destinationsIn(asked.LogDestinationConfigs),
      redacted: partIn('RedactedFields', asked.RedactedFields) ?? [],
      filter: partIn('LoggingFilter', asked.LoggingFilter) ?? null,
    };
    await state.change((definition) => {
      const acl = webAclByArn(definition, ResourceArn);
      const before = definition.loggingConfigurations.findLast((c) => c.webAclArn === ResourceArn);
      const id = before?.id ?? `logging/${acl.id}`;
      const element: LoggingConfiguration = { id, origin: before?.origin ?? ENDPOINT, ...settings };
      return [{ of: 'loggingConfigurations', id, element }];
    });
    return { LoggingConfiguration: renderedLogging(settings) };
  },
});
