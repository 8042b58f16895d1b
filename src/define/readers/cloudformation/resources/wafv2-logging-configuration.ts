import { z } from 'zod';
import { loggingShapes } from '../../../model/logging.ts';
import { resource } from '../resource.ts';

/** What of a web ACL is logged, and where to. */
export default resource({
  name: 'AWS::WAFv2::LoggingConfiguration',
  shape: z
    .strictObject({
      ResourceArn: z.string().describe('The web ACL.'),
      ...loggingShapes,
    })
    .describe('What of a web ACL is logged, and where to.'),
  ref: (settings) => settings.ResourceArn,
  attributes: { ManagedByFirewallManager: () => false },
  add(settings, parts, self) {
    parts.draft.loggingConfigurations.push({
      id: self.id,
      origin: self.origin,
      webAclArn: settings.ResourceArn,
      destinations: settings.LogDestinationConfigs,
      redacted: settings.RedactedFields ?? [],
      filter: settings.LoggingFilter ?? null,
    });
  },
});
