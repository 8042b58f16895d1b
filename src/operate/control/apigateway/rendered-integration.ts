import { z } from 'zod';
import type { Integration } from '../../../define/model/api.ts';

// What this page reads of the settings that the kinds in guard/dispatch/kinds/ describe in full.
const settingsShape = z.object({
  functionArn: z.string().optional(),
  uri: z.string().optional(),
  httpMethod: z.string().optional(),
  timeoutMs: z.number().default(29_000),
  requestParameters: z.record(z.string(), z.string()).default({}),
  requestTemplates: z.record(z.string(), z.string()).default({}),
  passthroughBehavior: z.string().default('WHEN_NO_MATCH'),
  contentHandling: z.string().optional(),
  responses: z
    .array(
      z.object({
        statusCode: z.string(),
        selectionPattern: z.string().optional(),
        responseParameters: z.record(z.string(), z.string()).default({}),
        responseTemplates: z.record(z.string(), z.string()).default({}),
        contentHandling: z.string().optional(),
      }),
    )
    .default([]),
});

/** An integration as `GetIntegration` gives it. */
export function renderedIntegration(integration: Integration): object {
  const settings = settingsShape.parse(integration.settings);
  const { functionArn, responses } = settings;
  return {
    type: integration.type,
    ...(functionArn === undefined
      ? { httpMethod: settings.httpMethod, uri: settings.uri }
      : { httpMethod: 'POST', uri: invocationUri(functionArn) }),
    ...(integration.type.startsWith('HTTP') ? { connectionType: 'INTERNET' } : {}),
    ...given('requestParameters', settings.requestParameters),
    ...given('requestTemplates', settings.requestTemplates),
    passthroughBehavior: settings.passthroughBehavior,
    ...(settings.contentHandling === undefined ? {} : { contentHandling: settings.contentHandling }),
    timeoutInMillis: settings.timeoutMs,
    cacheKeyParameters: [],
    ...(responses.length === 0
      ? {}
      : {
          integrationResponses: Object.fromEntries(
            responses.map((response) => [
              response.statusCode,
              {
                statusCode: response.statusCode,
                ...(response.selectionPattern === undefined
                  ? {}
                  : { selectionPattern: response.selectionPattern }),
                ...given('responseParameters', response.responseParameters),
                ...given('responseTemplates', response.responseTemplates),
                ...(response.contentHandling === undefined
                  ? {}
                  : { contentHandling: response.contentHandling }),
              },
            ]),
          ),
        }),
  };
}

const given = (name: string, values: Readonly<Record<string, string>>): object =>
  Object.keys(values).length === 0 ? {} : { [name]: values };

/** The form in which API Gateway names a function: `arn:aws:apigateway:{region}:lambda:path/…/invocations`. */
function invocationUri(functionArn: string): string {
  const region = functionArn.split(':')[3] ?? '';
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
