import { NOWHERE } from '../../../src/base/origin.ts';
import type { AccessLogSetting, Api, MethodSetting } from '../../../src/define/model/api.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import type { Rule, WebAcl } from '../../../src/define/model/web-acl.ts';
import { emptyDefinition } from '../../definition.ts';

const origin = NOWHERE;

/** An API of one method, `GET /pets/{id}`, behind one stage, `prod`. */
function api(accessLog: AccessLogSetting | null, methodSettings: readonly MethodSetting[]): Api {
  const method = {
    id: 'pets/Get',
    origin,
    httpMethod: 'GET',
    resourceId: 'r1r1r1',
    resourcePath: '/pets/{id}',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    integration: {
      type: 'AWS_PROXY',
      settings: { functionArn: 'arn:aws:lambda:us-east-1:0:function:f', timeoutMs: 29_000 },
    },
  } as const;
  return {
    id: 'pets/Api',
    origin,
    apiId: 'a1b2c3d4e5',
    name: 'pets',
    description: '',
    endpointType: 'REGIONAL',
    binaryMediaTypes: [],
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    tags: {},
    resources: [
      {
        id: 'pets/Pet',
        origin,
        resourceId: 'r1r1r1',
        parentId: '',
        pathPart: '{id}',
        path: '/pets/{id}',
        methods: [method],
      },
    ],
    stages: [
      {
        id: 'pets/Prod',
        origin,
        name: 'prod',
        arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod',
        deploymentId: 'd1d1d1',
        description: '',
        variables: {},
        methodSettings,
        accessLog,
        tags: {},
      },
    ],
    hosts: [],
  };
}

const visibility = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});

export const aclArn = 'arn:aws:wafv2:us-east-1:000000000000:regional/webacl/shop/0f0f';

/** A web ACL of a rate-based rule, `rate`, and a counting one, `count`. */
export function acl(): WebAcl {
  const rule = (name: string, priority: number, statement: Rule['statement']): Rule => ({
    id: `waf/Acl/${name}`,
    origin,
    name,
    priority,
    action: { Block: {} },
    statement,
    labels: [],
    visibility: visibility(`${name}-metric`),
  });
  return {
    id: 'waf/Acl',
    origin,
    name: 'shop',
    aclId: '0f0f',
    arn: aclArn,
    scope: 'REGIONAL',
    description: '',
    lockToken: '',
    defaultAction: { Allow: {} },
    rules: [
      rule('rate', 1, {
        RateBasedStatement: { Limit: 100, EvaluationWindowSec: 120, AggregateKeyType: 'IP' },
      }),
      rule('count', 2, { IPSetReferenceStatement: { ARN: 'x' } }),
    ],
    visibility: visibility('shop-metric'),
    customResponseBodies: {},
    labelNamespace: 'awswaf:000000000000:webacl:shop:',
    capacity: 3,
    tags: {},
  };
}

/** The API of `pets` behind the web ACL `shop`. */
export const definition = (
  accessLog: AccessLogSetting | null = null,
  methodSettings: readonly MethodSetting[] = [],
): Definition => emptyDefinition({ apis: [api(accessLog, methodSettings)], webAcls: [acl()] });
