import { z } from 'zod';
import { restAction } from '../../action.ts';
import { newKey } from '../../apigateway/new-key.ts';
import { tagsField } from '../../apigateway/shapes.ts';
import { renderedKeyAndValue } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'CreateApiKey',
  route: 'POST /apikeys',
  status: 201,
  shape: z
    .object({
      name: z.string().max(1024).default('').describe('Its name.'),
      description: z.string().default('').describe('What it is for.'),
      enabled: z.boolean().default(false).describe('Whether it is let in.'),
      value: z.string().optional().describe('The key itself: 20 to 128 characters; made when not given.'),
      customerId: z.string().default('').describe('A customer of the AWS Marketplace.'),
      tags: tagsField,
    })
    .describe('Makes an API key.'),
  async run({ value, ...wanted }, state) {
    let made: ReturnType<typeof newKey> | null = null;
    await state.change((definition) => {
      made = newKey({ ...wanted, value }, definition, state.clock.now());
      return [{ of: 'apiKeys', id: made.id, element: made }];
    });
    return renderedKeyAndValue(made!, state.startedAt);
  },
});
