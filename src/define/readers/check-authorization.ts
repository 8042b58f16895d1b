import { error, warning } from '../../base/note.ts';
import type { Api, Method } from '../model/api.ts';
import type { Authorizer } from '../model/authorizer.ts';
import { authorizerArn, functionAt, mayAuthorize } from '../model/permission.ts';
import type { Draft } from './draft.ts';

/** What can only be seen of an API’s authorization once its parts and the functions have been read. */
export function checkAuthorization(api: Api, draft: Draft): void {
  for (const { methods } of api.resources) for (const method of methods) checkMethod(method, api, draft);
  for (const authorizer of api.authorizers ?? []) checkFunction(authorizer, api, draft);
  const signed = api.resources.flatMap((r) => r.methods).find((m) => m.authorizationType === 'AWS_IAM');
  if (signed !== undefined && Object.keys(draft.settings.identities).length === 0)
    draft.note(
      warning(
        'identity.none',
        `${signed.httpMethod} ${signed.resourcePath} asks for signed requests, and settings.identities names nobody who could sign: every call will answer 403`,
        signed.origin,
      ),
    );
  if (api.endpointType === 'PRIVATE' && Object.keys(draft.settings.networks).length === 0)
    draft.note(
      warning(
        'api.unreachable',
        `${api.name} is private, and settings.networks names no network: nobody can call it`,
        api.origin,
      ),
    );
}

function checkMethod(method: Method, api: Api, draft: Draft): void {
  const { authorizationType: type, authorizerId = '', httpMethod, resourcePath, origin } = method;
  const asked = `${httpMethod} ${resourcePath}`;
  if (type === 'NONE' || type === 'AWS_IAM') {
    if (authorizerId === '') return;
    const message = `${asked} names an authorizer, and its authorization type is ${type}: it would not be asked`;
    draft.note(error('authorizer.missing', message, origin));
    return;
  }
  const found = api.authorizers?.find((a) => a.authorizerId === authorizerId);
  const fits =
    found !== undefined && (found.type === 'COGNITO_USER_POOLS') === (type === 'COGNITO_USER_POOLS');
  if (fits) return;
  const message =
    found !== undefined
      ? `${asked} is of the type ${type}, and ${found.name} is a ${found.type} authorizer`
      : authorizerId === ''
        ? `${asked} is of the type ${type} and names no authorizer`
        : `${asked} names the authorizer ${authorizerId}, which this API has not`;
  draft.note(error('authorizer.missing', message, origin));
}

/** An authorizer whose function is not there, or may not be invoked, answers 500: AWS says so only when it is asked. */
function checkFunction(authorizer: Authorizer, api: Api, draft: Draft): void {
  const { functionArn, role } = authorizer.settings as {
    functionArn?: string;
    role?: string;
  };
  if (functionArn === undefined) return;
  const { found, qualifier } = functionAt(draft.functions, functionArn);
  const known = qualifier === '' || qualifier === '$LATEST' || found?.aliases.includes(qualifier) === true;
  if (found === undefined || !known) {
    const what = found === undefined ? 'function' : 'alias or version';
    const message = `${functionArn} is no ${what} that was given: methods of ${authorizer.name} will answer 500`;
    draft.note(warning('function.missing', message, authorizer.origin));
  } else if (role === '' && !mayAuthorize(draft.functions, functionArn, api, authorizer)) {
    const message = `API Gateway may not invoke ${found.name} for ${authorizerArn(found, api, authorizer)}: AWS would answer 500; add an AWS::Lambda::Permission`;
    draft.note(warning('function.no-permission', message, authorizer.origin));
  }
}
