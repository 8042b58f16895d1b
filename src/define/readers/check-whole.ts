import { error, warning } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { Api, Method, Stage } from '../model/api.ts';
import { functionAt, invokeArn, mayInvoke } from '../model/permission.ts';
import { checkAccessLog } from './check-access-log.ts';
import { checkAuthorization } from './check-authorization.ts';
import { checkDomains } from './check-domains.ts';
import { checkLogging } from './check-logging.ts';
import { checkReservedPath } from './check-reserved-path.ts';
import { checkRules } from './check-rules.ts';
import type { Draft } from './draft.ts';
import { lintWaf } from './lint/lint.ts';
import { checkUsage } from './usage/check-usage.ts';

/** What can only be seen once everything has been read: elements that name one another by ARN. */
export function checkWhole(draft: Draft): void {
  checkAssociations(draft);
  checkDomains(draft);
  checkRules(draft);
  checkUsage(draft);
  checkLogging(draft);
  checkReservedPath(draft);
  for (const api of draft.apis) {
    for (const resource of api.resources)
      for (const method of resource.methods) checkFunction(api, method, draft);
    checkAuthorization(api, draft);
    for (const stage of api.stages) draft.note(...checkAccessLog(stage));
  }
  lintWaf(draft);
}

function checkAssociations(draft: Draft): void {
  const stages = new Set(draft.apis.flatMap((api) => api.stages.map((stage) => stage.arn)));
  const taken = new Map<string, string>();
  for (const association of draft.associations) {
    const { resourceArn, webAclArn, origin } = association;
    const acl = draft.webAcls.find((w) => w.arn === webAclArn);
    if (acl === undefined)
      draft.note(
        error(
          'association.no-web-acl',
          `${webAclArn} is no web ACL that was given: nothing would be filtered`,
          origin,
        ),
      );
    else if (acl.scope !== 'REGIONAL')
      draft.note(
        error(
          'association.scope',
          `${acl.name} has the scope CLOUDFRONT; a stage needs one of REGIONAL`,
          origin,
        ),
      );
    if (!stages.has(resourceArn))
      draft.note(
        warning(
          'association.no-stage',
          `${resourceArn} is no stage that was given: the web ACL stands in front of nothing there`,
          origin,
        ),
      );
    const before = taken.get(resourceArn);
    if (before !== undefined)
      draft.note(
        error(
          'association.duplicate',
          `${resourceArn} already has a web ACL, at ${before}: it can have one`,
          origin,
        ),
      );
    taken.set(resourceArn, place(origin));
  }
}

/** A method whose function is not there, or may not be invoked, answers 500: AWS says so only when it is called. */
function checkFunction(api: Api, method: Method, draft: Draft): void {
  const { type, settings } = method.integration;
  if (type !== 'AWS_PROXY' && type !== 'AWS') return;
  const { functionArn } = settings as { functionArn: string };
  if (!functionArn.includes('${stageVariables.')) {
    checkNamed(functionArn, api, api.stages, method, draft);
    return;
  }
  for (const stage of api.stages) {
    const named = functionArn.replace(VARIABLE, (_, name: string) => stage.variables[name] ?? '');
    checkNamed(named, api, [stage], method, draft);
  }
}

const VARIABLE = /\$\{stageVariables\.([^}]+)\}/g;

function checkNamed(
  functionArn: string,
  api: Api,
  stages: readonly Stage[],
  method: Method,
  draft: Draft,
): void {
  const { found, qualifier } = functionAt(draft.functions, functionArn);
  const known = qualifier === '' || qualifier === '$LATEST' || found?.aliases.includes(qualifier) === true;
  if (found === undefined || !known) {
    const what = found === undefined ? 'function' : 'alias or version';
    const message = `${functionArn} is no ${what} that was given: ${method.httpMethod} ${method.resourcePath} will answer 500`;
    draft.note(warning('function.missing', message, method.origin));
    return;
  }
  for (const stage of stages) {
    if (mayInvoke(found, qualifier, api, stage, method)) continue;
    const named = qualifier === '' ? found.name : `${found.name}:${qualifier}`;
    const message = `API Gateway may not invoke ${named} for ${invokeArn(found, api, stage, method)}: AWS would answer 500; add an AWS::Lambda::Permission`;
    draft.note(warning('function.no-permission', message, method.origin));
  }
}
