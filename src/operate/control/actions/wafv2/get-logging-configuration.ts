import { z } from 'zod';
import { action } from '../../action.ts';
import { loggingOf, renderedLogging } from '../../wafv2/logging.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetLoggingConfiguration',
  shape: z
    .object({ ResourceArn: resourceArn.describe('The web ACL.') })
    .describe('What of a web ACL is logged, and where to.'),
  run: ({ ResourceArn }, { definition }) => ({
    LoggingConfiguration: renderedLogging(loggingOf(definition, ResourceArn)),
  }),
});
