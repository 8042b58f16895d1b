import type { Api, Method, MethodSetting, Resource, Stage } from '../../../define/model/api.ts';
import type { Definition } from '../../../define/model/definition.ts';
import { renderedIntegration } from './rendered-integration.ts';

/**
 * An API as `GetRestApi` gives it. Dates are seconds since the epoch; a definition has none, the start stands for
 * them.
 */
export function renderedApi(api: Api, startedAt: number): object {
  return {
    id: api.apiId,
    name: api.name,
    ...(api.description === '' ? {} : { description: api.description }),
    createdDate: Math.floor(startedAt / 1000),
    ...(api.binaryMediaTypes.length === 0 ? {} : { binaryMediaTypes: api.binaryMediaTypes }),
    ...(api.minimumCompressionSize == null ? {} : { minimumCompressionSize: api.minimumCompressionSize }),
    apiKeySource: api.apiKeySource,
    endpointConfiguration: { types: [api.endpointType] },
    ...(api.policy == null ? {} : { policy: escaped(JSON.stringify(api.policy.document)) }),
    ...tagged(api.tags),
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.resources.find((resource) => resource.path === '/')?.resourceId,
  };
}

/** AWS gives a policy as text whose quotes are escaped once more; its tools count on that. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A stage as `GetStage` gives it. */
export function renderedStage(stage: Stage, definition: Definition, startedAt: number): object {
  const webAcl = definition.associations.find((a) => a.resourceArn === stage.arn);
  const date = Math.floor(startedAt / 1000);
  const { account } = definition.settings;
  return {
    deploymentId: stage.deploymentId,
    stageName: stage.name,
    ...(stage.description === '' ? {} : { description: stage.description }),
    ...((stage.clientCertificateId ?? '') === '' ? {} : { clientCertificateId: stage.clientCertificateId }),
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: Object.fromEntries(
      stage.methodSettings.map((setting) => [keyOf(setting), renderedSetting(setting, account)]),
    ),
    ...(Object.keys(stage.variables).length === 0 ? {} : { variables: stage.variables }),
    ...(stage.accessLog === null ? {} : { accessLogSettings: stage.accessLog }),
    tracingEnabled: false,
    ...(webAcl === undefined ? {} : { webAclArn: webAcl.webAclArn }),
    ...tagged(stage.tags),
    createdDate: date,
    lastUpdatedDate: date,
  };
}

/**
 * A resource as `GetResource` gives it: with its methods whole where the call asks to `embed` them, otherwise by name.
 */
export function renderedResource(resource: Resource, embedded: string | readonly string[]): object {
  const methods = embedded.includes('methods');
  return {
    id: resource.resourceId,
    ...(resource.parentId === '' ? {} : { parentId: resource.parentId, pathPart: resource.pathPart }),
    path: resource.path,
    ...(resource.methods.length === 0
      ? {}
      : {
          resourceMethods: Object.fromEntries(
            resource.methods.map((method) => [method.httpMethod, methods ? renderedMethod(method) : {}]),
          ),
        }),
  };
}

/** A method as `GetMethod` gives it. */
export function renderedMethod(method: Method): object {
  return {
    httpMethod: method.httpMethod,
    authorizationType: method.authorizationType,
    ...((method.authorizerId ?? '') === '' ? {} : { authorizerId: method.authorizerId }),
    ...((method.authorizationScopes ?? []).length === 0
      ? {}
      : { authorizationScopes: method.authorizationScopes }),
    apiKeyRequired: method.apiKeyRequired,
    ...(method.requestValidatorId ? { requestValidatorId: method.requestValidatorId } : {}),
    ...(Object.keys(method.requestParameters ?? {}).length === 0
      ? {}
      : { requestParameters: method.requestParameters }),
    ...(Object.keys(method.requestModels ?? {}).length === 0 ? {} : { requestModels: method.requestModels }),
    methodIntegration: renderedIntegration(method.integration),
  };
}

const tagged = (tags: Readonly<Record<string, string>>): object =>
  Object.keys(tags).length === 0 ? {} : { tags };

/** `* /*` without its space for all; else the path without its first slash, its others written `~1`: `pets~1{id}/GET`. */
function keyOf(setting: MethodSetting): string {
  const path =
    setting.resourcePath === '/' ? '~1' : setting.resourcePath.replace(/^\//, '').replaceAll('/', '~1');
  return `${path}/${setting.httpMethod}`;
}

function renderedSetting(setting: MethodSetting, account: Definition['settings']['account']): object {
  return {
    metricsEnabled: setting.metrics ?? false,
    ...(setting.loggingLevel === null ? {} : { loggingLevel: setting.loggingLevel }),
    dataTraceEnabled: setting.dataTrace ?? false,
    throttlingBurstLimit: setting.burstLimit ?? account.burst,
    throttlingRateLimit: setting.rateLimit ?? account.rate,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  };
}
