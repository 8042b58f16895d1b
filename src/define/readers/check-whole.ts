import { error, warning } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { Api, Method, Stage } from '../model/api.ts';
import type { LambdaFunction } from '../model/function.ts';
import { permitsApiGateway } from '../model/permission.ts';
import type { Rule } from '../model/web-acl.ts';
import type { Draft } from './draft.ts';

/** What can only be seen once everything has been read: elements that name one another by ARN. */
export function checkWhole(draft: Draft): void {
  checkAssociations(draft);
  for (const acl of draft.webAcls) for (const rule of acl.rules) checkSets(rule, draft);
  for (const api of draft.apis)
    for (const resource of api.resources)
      for (const method of resource.methods) checkFunction(api, method, draft);
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

/** Every IP set that a rule names must be there: a rule without its set would match nothing. */
function checkSets(rule: Rule, draft: Draft): void {
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, part] of Object.entries(value)) {
      const arn = key === 'IPSetReferenceStatement' ? (part as { ARN?: unknown }).ARN : undefined;
      if (typeof arn === 'string' && !draft.ipSets.some((set) => set.arn === arn))
        draft.note(
          error(
            'web-acl.no-ip-set',
            `rule ${rule.name} names ${arn}, which is no IP set that was given`,
            rule.origin,
          ),
        );
      visit(part);
    }
  };
  visit(rule.statement);
}

function checkFunction(api: Api, method: Method, draft: Draft): void {
  if (method.integration.type !== 'AWS_PROXY') return;
  const { functionArn } = method.integration.settings as { functionArn: string };
  const [bare, qualifier] = split(functionArn);
  const found = draft.functions.find((f) => f.arn === bare);
  const verb = `${method.httpMethod} ${method.resourcePath}`;
  if (
    found === undefined ||
    (qualifier !== '' && qualifier !== '$LATEST' && !found.aliases.includes(qualifier))
  ) {
    const what = found === undefined ? 'function' : 'alias or version';
    draft.note(
      warning(
        'function.missing',
        `${functionArn} is no ${what} that was given: ${verb} will answer 500`,
        method.origin,
      ),
    );
    return;
  }
  for (const stage of api.stages) checkPermission(stage, api, method, qualifier, found, draft);
}

function checkPermission(
  stage: Stage,
  api: Api,
  method: Method,
  qualifier: string,
  found: LambdaFunction,
  draft: Draft,
): void {
  if (found.permissions === undefined) return;
  const [, , , region, accountId] = found.arn.split(':');
  const path = method.resourcePath.replace(/\{[^}]*\}/g, '*');
  const verb = method.httpMethod === 'ANY' ? '*' : method.httpMethod;
  const arn = `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${stage.name}/${verb}${path}`;
  if (permitsApiGateway(found.permissions, qualifier, arn)) return;
  const message = `API Gateway may not invoke ${found.name}${qualifier === '' ? '' : `:${qualifier}`} for ${arn}: AWS would answer 500; add an AWS::Lambda::Permission`;
  draft.note(warning('function.no-permission', message, method.origin));
}

/** The ARN of the function itself, and the alias or version behind it. */
function split(arn: string): [string, string] {
  const parts = arn.split(':');
  return [parts.slice(0, 7).join(':'), parts[7] ?? ''];
}
