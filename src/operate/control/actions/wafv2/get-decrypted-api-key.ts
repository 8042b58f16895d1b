import { z } from 'zod';
import { action } from '../../action.ts';
import { captchaKeyOf, captchaKeyText } from '../../wafv2/captcha-keys.ts';
import { scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetDecryptedAPIKey',
  shape: z
    .object({ Scope: scope, APIKey: captchaKeyText })
    .describe('The sites that an API key of the CAPTCHA JavaScript API is for, and when it was made.'),
  run(input, { definition }) {
    const { tokenDomains, createdAt } = captchaKeyOf(definition, input.Scope, input.APIKey);
    return { TokenDomains: tokenDomains, CreationTimestamp: createdAt };
  },
});
