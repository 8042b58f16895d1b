import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { refused, resource, stored } from '../resource.ts';

/** A snapshot of an API for its stages; here a stage always serves the API as the template has it. */
export default resource({
  name: 'AWS::ApiGateway::Deployment',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      Description: stored(z.string().optional().describe('What is new in it.'), 'decides nothing'),
      StageName: refused(
        z.string().optional().describe('A stage to make along with it.'),
        'a stage made by a deployment is not read: write an AWS::ApiGateway::Stage',
      ),
      StageDescription: refused(
        z.unknown().optional().describe('Settings of the stage it makes.'),
        'a stage made by a deployment is not read: write an AWS::ApiGateway::Stage',
      ),
      DeploymentCanarySettings: stored(
        z.unknown().optional().describe('A share of the requests for this deployment.'),
        'a stage serves the API as the template has it: every request gets the same',
      ),
    })
    .describe('A deployment of an API.'),
  ref: (_, self) => shortId(self.id, 6),
  attributes: { DeploymentId: (_, self) => shortId(self.id, 6) },
  add(settings, parts, self) {
    const { id, origin } = self;
    parts.deployments.push({ id, origin, apiId: settings.RestApiId, deploymentId: shortId(id, 6) });
  },
});
