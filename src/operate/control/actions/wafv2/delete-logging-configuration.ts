import { z } from 'zod';
import { action } from '../../action.ts';
import { loggingOf } from '../../wafv2/logging.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteLoggingConfiguration',
  shape: z
    .object({ ResourceArn: resourceArn.describe('The web ACL.') })
    .describe('Logs a web ACL no longer than the settings of the gateway say.'),
  async run({ ResourceArn }, state) {
    await state.change((definition) => [
      { of: 'loggingConfigurations', id: loggingOf(definition, ResourceArn).id, element: null },
    ]);
    return {};
  },
});
