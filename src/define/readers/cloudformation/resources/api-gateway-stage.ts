import { z } from 'zod';
import { stageArn } from '../../../model/ids.ts';
import { methodSetting, settingPathOf } from '../method-setting.ts';
import { resource, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

/** A named address of an API, with the settings its methods are served under. */
export default resource({
  name: 'AWS::ApiGateway::Stage',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      DeploymentId: z.string().optional().describe('The deployment it serves.'),
      StageName: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be up to 128 letters, digits, _ and -')
        .default('Prod')
        .describe('Its name: the first segment of its paths.'),
      Description: z.string().default('').describe('What it is.'),
      MethodSettings: z.array(methodSetting).default([]).describe('Settings by method.'),
      AccessLogSetting: z
        .strictObject({
          DestinationArn: z.string().optional().describe('The log group or stream that lines go to.'),
          Format: z.string().optional().describe('A line, with `$context` variables in it.'),
        })
        .optional()
        .describe('The access log.'),
      Variables: z
        .record(z.string().regex(/^\w+$/, 'must be letters, digits and _'), z.string())
        .default({})
        .describe('Values that integrations may name.'),
      TracingEnabled: stored(
        z.boolean().optional().describe('Whether AWS X-Ray traces requests.'),
        'there is no X-Ray here; `portcullis explain` shows what a request meets',
      ),
      CacheClusterEnabled: stored(
        z.boolean().optional().describe('Whether the stage has a cache.'),
        'answers are not cached yet: every request reaches the integration',
      ),
      CacheClusterSize: stored(
        z.string().optional().describe('The size of the cache in GB.'),
        'answers are not cached yet: every request reaches the integration',
      ),
      ClientCertificateId: z.string().optional().describe('The certificate shown to HTTP integrations.'),
      DocumentationVersion: stored(
        z.string().optional().describe('The version of its documentation.'),
        'decides nothing',
      ),
      CanarySetting: stored(
        z.unknown().optional().describe('A share of the requests for another deployment.'),
        'a stage serves the API as the template has it: every request gets the same',
      ),
      Tags: tags,
    })
    .describe('A stage of an API.'),
  ref: (settings) => settings.StageName,
  add(stage, parts, self) {
    const log = stage.AccessLogSetting;
    parts.stages.push({
      id: self.id,
      origin: self.origin,
      apiId: stage.RestApiId,
      name: stage.StageName,
      arn: stageArn(self.region, stage.RestApiId, stage.StageName),
      deploymentId: stage.DeploymentId ?? '',
      description: stage.Description,
      variables: stage.Variables,
      ...(stage.ClientCertificateId === undefined ? {} : { clientCertificateId: stage.ClientCertificateId }),
      methodSettings: stage.MethodSettings.map((setting, i) => {
        const resourcePath = settingPathOf(setting.ResourcePath);
        const httpMethod = setting.HttpMethod.toUpperCase();
        return {
          id: `${self.id}/${resourcePath}/${httpMethod}`,
          origin: self.at('MethodSettings', i),
          resourcePath,
          httpMethod,
          rateLimit: limit(setting.ThrottlingRateLimit),
          burstLimit: limit(setting.ThrottlingBurstLimit),
          loggingLevel: setting.LoggingLevel ?? null,
          dataTrace: setting.DataTraceEnabled ?? null,
          metrics: setting.MetricsEnabled ?? null,
        };
      }),
      accessLog:
        log?.DestinationArn === undefined
          ? null
          : { destinationArn: log.DestinationArn, format: log.Format ?? '' },
      tags: tagged(stage.Tags),
    });
  },
});

/** What is not set, or set to -1, is inherited. */
const limit = (value: number | undefined): number | null => (value === undefined || value < 0 ? null : value);
