import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Answer } from '../../../src/base/wire.ts';
import type { Integration } from '../../../src/define/model/api.ts';
import type { LambdaFunction } from '../../../src/define/model/function.ts';
import type { Invocation } from '../../../src/functions/invocation.ts';
import type { Given } from '../../../src/guard/decide/given.ts';
import type { Site } from '../../../src/guard/decide/layer.ts';
import { integrate } from '../../../src/guard/dispatch/dispatch.ts';
import { emptyDefinition } from '../../definition.ts';

const definition = emptyDefinition();

export interface Place {
  readonly type?: Integration['type'];
  readonly settings: unknown;
  readonly resourcePath?: string;
  readonly variables?: Record<string, string>;
  readonly binaryMediaTypes?: readonly string[];
  readonly functions?: readonly LambdaFunction[];
  readonly trustedProxies?: string[];
}

/** A stage `prod` with one method, answered by the integration given. */
export function siteOf(place: Place): Site {
  const path = place.resourcePath ?? '/{proxy+}';
  const method = {
    id: 's/method',
    origin: NOWHERE,
    httpMethod: 'ANY',
    resourceId: 'res123',
    resourcePath: path,
    authorizationType: 'NONE',
    apiKeyRequired: false,
    integration: { type: place.type ?? 'HTTP_PROXY', settings: place.settings },
  } as const;
  const resource = {
    id: 's/resource',
    origin: NOWHERE,
    resourceId: 'res123',
    parentId: '',
    pathPart: '',
    path,
    methods: [method],
  };
  const stage = {
    id: 's/stage',
    origin: NOWHERE,
    name: 'prod',
    arn: 'arn:aws:apigateway:us-east-1::/restapis/abcdefghij/stages/prod',
    deploymentId: 'dep123',
    description: '',
    variables: place.variables ?? {},
    methodSettings: [],
    accessLog: null,
    tags: {},
  };
  const api = {
    id: 's/api',
    origin: NOWHERE,
    apiId: 'abcdefghij',
    name: 'api',
    description: '',
    endpointType: 'REGIONAL',
    binaryMediaTypes: place.binaryMediaTypes ?? [],
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    tags: {},
    resources: [resource],
    stages: [stage],
    hosts: [],
  } as const;
  const settings = { ...definition.settings, trustedProxies: place.trustedProxies ?? [] };
  const { functions = [] } = place;
  return { definition: { ...definition, settings, functions }, api, stage, resource, method };
}

/** What compiling needs, with a running clock and the invoke that is given. */
export function givenWith(
  invoke: (arn: string, event: string) => Promise<Invocation> = () =>
    Promise.resolve({ outcome: 'missing', message: 'no functions here' }),
): Given {
  return {
    definition,
    clock: Clock.running(),
    tracing: false,
    cells: (_id, bytes) => new SharedArrayBuffer(bytes),
    invoke,
    fetch: () => Promise.reject(new Error('nobody is asked')),
  };
}

/** Compiles the method of a place; what it gives is asked with a request that was located and routed. */
export function dispatcher(place: Place, given = givenWith()): (x: Exchange) => Promise<Answer> {
  const dispatch = integrate(siteOf(place), given);
  return async (x) => dispatch(x);
}

/** Fills in what locating and routing would have learned. */
export function routed(x: Exchange, params: Record<string, string> | null = null, inner = x.path): Exchange {
  x.inner = inner;
  x.stagePath = `/prod${inner}`;
  x.params = params;
  return x;
}
