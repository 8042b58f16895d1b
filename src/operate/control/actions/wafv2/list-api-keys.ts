import { z } from 'zod';
import { action } from '../../action.ts';
import { paged } from '../../paging.ts';
import { captchaKeysOf } from '../../wafv2/captcha-keys.ts';
import { puzzleAddress } from '../../wafv2/integration-address.ts';
import { nextMarker, pageLimit, scope } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListAPIKeys',
  shape: z
    .object({ Scope: scope, NextMarker: nextMarker, Limit: pageLimit })
    .describe('Lists the API keys of the CAPTCHA JavaScript API.'),
  run(input, state) {
    const keys = captchaKeysOf(state.definition, input.Scope);
    const { page, next } = paged(keys, ({ key }) => key, input.NextMarker, input.Limit);
    const address = puzzleAddress(input.Scope, state);
    return {
      NextMarker: next,
      APIKeySummaries: page.map(({ tokenDomains, key, createdAt }) => ({
        TokenDomains: tokenDomains,
        APIKey: key,
        CreationTimestamp: createdAt,
        Version: 1,
      })),
      ...(address === null ? {} : { ApplicationIntegrationURL: address }),
    };
  },
});
