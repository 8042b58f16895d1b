import { NOWHERE } from '../src/base/origin.ts';
import type { MethodSetting } from '../src/define/model/api.ts';
import type { Definition } from '../src/define/model/definition.ts';
import { settingsShape } from '../src/define/model/settings.ts';
import type { Rule } from '../src/define/model/web-acl.ts';

export interface SmallChoice {
  readonly rate?: number;
  readonly burst?: number;
  readonly rules?: readonly Rule[];
  /** The server behind it; a mock that answers 200 when not given. */
  readonly to?: string;
}

const ARN = 'arn:aws:apigateway:us-east-1::/restapis/abcdefghij/stages/prod';
const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'acl' };

/** A rule of the small definition's web ACL: by default it blocks, and its metric bears its name. */
export const smallRule = (
  name: string,
  priority: number,
  statement: Rule['statement'],
  more: Partial<Rule> = {},
): Rule => ({
  ...{
    id: `small/Acl/${name}`,
    origin: NOWHERE,
    name,
    priority,
    action: { Block: {} },
    statement,
    labels: [],
  },
  visibility: { ...visibility, MetricName: name },
  ...more,
});

/** A rule that blocks an address that asks more often than `limit` in a window. */
export const rateRule = (limit: number, windowSec = 300): Rule =>
  smallRule('rate', 1, {
    RateBasedStatement: { Limit: limit, EvaluationWindowSec: windowSec, AggregateKeyType: 'IP' },
  });

/** A setting of every method of a stage, which says nothing but what it is given. */
export const methodSetting = (change: Partial<MethodSetting> = {}): MethodSetting => ({
  ...{ id: 's', origin: NOWHERE, resourcePath: '*', httpMethod: '*', rateLimit: null, burstLimit: null },
  ...{ loggingLevel: null, dataTrace: null, metrics: null },
  ...change,
});

/** A statement that matches every path that begins with a text. */
export const pathBegins = (text: string) => ({
  ByteMatchStatement: {
    SearchString: Buffer.from(text, 'latin1').toString('base64'),
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint: 'STARTS_WITH',
  },
});

/** One API (`abcdefghij`) with a stage `prod`, a path `/pets`, a web ACL in front, and nothing read from a file. */
export function smallDefinition(choice: SmallChoice = {}): Definition {
  const origin = NOWHERE;
  const { to, rules = [] } = choice;
  return emptyDefinition({
    apis: [
      {
        id: 'small/Api',
        origin,
        apiId: 'abcdefghij',
        name: 'small',
        description: '',
        endpointType: 'REGIONAL',
        binaryMediaTypes: [],
        disableExecuteApiEndpoint: false,
        apiKeySource: 'HEADER',
        tags: {},
        hosts: [],
        resources: [
          {
            id: 'small/Root',
            origin,
            resourceId: 'root00',
            parentId: '',
            pathPart: '',
            path: '/',
            methods: [],
          },
          {
            id: 'small/Pets',
            origin,
            resourceId: 'pets00',
            parentId: 'root00',
            pathPart: 'pets',
            path: '/pets',
            methods: [
              {
                id: 'small/Pets/GET',
                origin,
                httpMethod: 'GET',
                resourceId: 'pets00',
                resourcePath: '/pets',
                authorizationType: 'NONE',
                apiKeyRequired: false,
                integration: to === undefined ? mock : proxy(to),
              },
            ],
          },
        ],
        stages: [
          {
            id: 'small/Stage',
            origin,
            name: 'prod',
            arn: ARN,
            deploymentId: 'deploy',
            description: '',
            variables: {},
            methodSettings: [
              {
                id: 'small/Stage/*',
                origin,
                resourcePath: '*',
                httpMethod: '*',
                rateLimit: choice.rate ?? 1000,
                burstLimit: choice.burst ?? 1000,
                loggingLevel: 'OFF',
                dataTrace: false,
                metrics: false,
              },
            ],
            accessLog: null,
            tags: {},
          },
        ],
      },
    ],
    webAcls: [
      {
        id: 'small/Acl',
        origin,
        name: 'small-acl',
        aclId: '11111111-2222-3333-4444-555555555555',
        arn: 'arn:aws:wafv2:us-east-1:000000000000:regional/webacl/small-acl/11111111-2222-3333-4444-555555555555',
        scope: 'REGIONAL',
        description: '',
        lockToken: '66666666-7777-8888-9999-000000000000',
        defaultAction: { Allow: {} },
        rules,
        visibility,
        customResponseBodies: {},
        labelNamespace: 'awswaf:000000000000:webacl:small-acl:',
        capacity: 2,
        tags: {},
      },
    ],
    associations: [
      {
        id: 'small/Association',
        origin,
        resourceArn: ARN,
        webAclArn:
          'arn:aws:wafv2:us-east-1:000000000000:regional/webacl/small-acl/11111111-2222-3333-4444-555555555555',
      },
    ],
  });
}

/** A definition with nothing in it but what is given. */
export const emptyDefinition = (more: Partial<Definition> = {}): Definition => ({
  generation: 1,
  settings: settingsShape.parse({}),
  apis: [],
  functions: [],
  webAcls: [],
  ipSets: [],
  regexPatternSets: [],
  loggingConfigurations: [],
  ruleGroups: [],
  apiKeys: [],
  usagePlans: [],
  usagePlanKeys: [],
  associations: [],
  userPools: [],
  stacks: [],
  ledger: [],
  ...more,
});

const mock = {
  type: 'MOCK',
  settings: {
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    passthroughBehavior: 'WHEN_NO_MATCH',
    responses: [
      { statusCode: '200', responseParameters: {}, responseTemplates: { 'application/json': '{"ok":true}' } },
    ],
  },
} as const;

const proxy = (uri: string) =>
  ({
    type: 'HTTP_PROXY',
    settings: { uri, httpMethod: 'ANY', requestParameters: {}, timeoutMs: 29_000, preserveHost: false },
  }) as const;
