import { z } from 'zod';
import { action } from '../../action.ts';
import { captchaKeyOf, captchaKeyText } from '../../wafv2/captcha-keys.ts';
import { scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteAPIKey',
  shape: z
    .object({ Scope: scope, APIKey: captchaKeyText })
    .describe('Deletes an API key of the CAPTCHA JavaScript API; no page can use it from then on.'),
  async run(input, state) {
    await state.change((definition) => [
      {
        of: 'captchaKeys',
        id: captchaKeyOf(definition, input.Scope, input.APIKey).id,
        element: null,
      },
    ]);
    return {};
  },
});
