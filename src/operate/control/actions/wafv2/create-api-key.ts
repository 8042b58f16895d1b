import { z } from 'zod';
import { action } from '../../action.ts';
import { newCaptchaKey } from '../../wafv2/captcha-keys.ts';
import { scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'CreateAPIKey',
  shape: z
    .object({
      Scope: scope,
      TokenDomains: z
        .array(
          z
            .string()
            .min(1)
            .max(253)
            .regex(/^[\w.\-/]+$/),
        )
        .min(1)
        .describe('The sites whose pages may use the key, with all below them.'),
    })
    .describe('Makes an API key for the CAPTCHA JavaScript API.'),
  async run(input, state) {
    let APIKey = '';
    await state.change((definition) => {
      const element = newCaptchaKey(input, definition, state.clock.now());
      APIKey = element.key;
      return [{ of: 'captchaKeys', id: element.id, element }];
    });
    return { APIKey };
  },
});
