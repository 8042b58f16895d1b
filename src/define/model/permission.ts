import type { Api, Method, Stage } from './api.ts';
import type { Authorizer } from './authorizer.ts';
import type { InvokePermission, LambdaFunction } from './function.ts';

/** The function that an ARN names, and the alias or version behind it ('' for the function itself). */
export function functionAt(
  functions: readonly LambdaFunction[],
  arn: string,
): { readonly found: LambdaFunction | undefined; readonly qualifier: string } {
  const parts = arn.split(':');
  const bare = parts.slice(0, 7).join(':');
  return { found: functions.find((f) => f.arn === bare), qualifier: parts[7] ?? '' };
}

/**
 * Whether API Gateway may invoke a function for a method of a stage; where it may not, AWS answers 500. A
 * function without a policy of its own (the short form) may be invoked by everyone.
 */
export function mayInvoke(
  found: LambdaFunction,
  qualifier: string,
  api: Api,
  stage: Stage,
  method: Method,
): boolean {
  if (found.permissions === undefined) return true;
  return permitsApiGateway(found.permissions, qualifier, invokeArn(found, api, stage, method));
}

/** Whether a resource policy lets API Gateway invoke a function, or an alias of it, for a request of that ARN. */
export function permitsApiGateway(
  permissions: readonly InvokePermission[],
  qualifier: string,
  sourceArn: string,
): boolean {
  return permissions.some(
    (p) =>
      (p.principal === '*' || p.principal === 'apigateway.amazonaws.com') &&
      p.qualifier === qualifier &&
      (p.sourceArn === '' || wildcard(p.sourceArn).test(sourceArn)),
  );
}

/** What API Gateway says it invokes for: parameters of the path and ANY stand as `*`, as in the console. */
export function invokeArn(found: LambdaFunction, api: Api, stage: Stage, method: Method): string {
  const [, , , region, accountId] = found.arn.split(':');
  const path = method.resourcePath.replace(/\{[^}]*\}/g, '*');
  const verb = method.httpMethod === 'ANY' ? '*' : method.httpMethod;
  return `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${stage.name}/${verb}${path}`;
}

/** `*` stands for any text, `?` for one character (IAM's ArnLike). */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/** Whether API Gateway may invoke a function as an authorizer; one that was not given is found missing when it is asked. */
export function mayAuthorize(
  functions: readonly LambdaFunction[],
  functionArn: string,
  api: Api,
  authorizer: Authorizer,
): boolean {
  const { found, qualifier } = functionAt(functions, functionArn);
  if (found?.permissions === undefined) return true;
  return permitsApiGateway(found.permissions, qualifier, authorizerArn(found, api, authorizer));
}

/** What API Gateway says it invokes an authorizer for. */
export function authorizerArn(found: LambdaFunction, api: Api, { authorizerId }: Authorizer): string {
  const [, , , region, accountId] = found.arn.split(':');
  return `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/authorizers/${authorizerId}`;
}
