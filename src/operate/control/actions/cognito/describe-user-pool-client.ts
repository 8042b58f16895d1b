import { z } from 'zod';
import { secretOf } from '../../../../pools/tokens.ts';
import { action } from '../../action.ts';
import { renderedClient } from '../../cognito/rendered.ts';
import { clientId, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'DescribeUserPoolClient',
  shape: z
    .object({
      UserPoolId: userPoolId,
      ClientId: clientId,
    })
    .describe('A client of a pool, with its secret.'),
  run(input, { pools, startedAt }) {
    const { pool, client, directory } = pools.byClient(input.ClientId, input.UserPoolId);
    return { UserPoolClient: renderedClient(pool, client, secretOf(directory.store, client), startedAt) };
  },
});
