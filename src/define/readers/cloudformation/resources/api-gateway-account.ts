import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resource, stored } from '../resource.ts';

/** The role that API Gateway writes logs with, for the whole account. */
export default resource({
  name: 'AWS::ApiGateway::Account',
  shape: z
    .strictObject({
      CloudWatchRoleArn: stored(
        z.string().optional().describe('The role that logs are written with.'),
        'logs are written to the data folder, and need no role',
      ),
    })
    .describe('Settings of API Gateway for the account.'),
  ref: (_, self) => shortId(self.id, 10),
  attributes: { Id: (_, self) => shortId(self.id, 10) },
});
