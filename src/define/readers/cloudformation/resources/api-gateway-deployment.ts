import { z } from 'zod';
import { shortId, stageArn } from '../../../model/ids.ts';
import { refused, resource, stored } from '../resource.ts';

/** A snapshot of an API for its stages; here a stage always serves the API as the template has it. */
export default resource({
  name: 'AWS::ApiGateway::Deployment',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      Description: stored(z.string().optional().describe('What is new in it.'), 'decides nothing'),
      StageName: z
        .string()
        .regex(/^[\w-]{1,128}$/, 'must be up to 128 letters, digits, _ and -')
        .optional()
        .describe('A stage to make along with it, which sets nothing.'),
      StageDescription: refused(
        z.unknown().optional().describe('Settings of the stage it makes.'),
        'settings of a stage made by a deployment are not read: write an AWS::ApiGateway::Stage',
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
    const { RestApiId: apiId, StageName: name } = settings;
    const deploymentId = shortId(id, 6);
    parts.deployments.push({ id, origin, apiId, deploymentId });
    if (name === undefined) return;
    parts.stages.push({
      id: `${id}/${name}`,
      origin: self.at('StageName'),
      apiId,
      name,
      arn: stageArn(self.region, apiId, name),
      deploymentId,
      description: '',
      variables: {},
      methodSettings: [],
      accessLog: null,
      tags: {},
    });
  },
});
