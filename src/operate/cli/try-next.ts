import type { Api, Method, Stage } from '../../define/model/api.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Addresses } from '../supervise/kept/run-file.ts';
import { quoted, selfCommand, whichOf } from './self.ts';

/** Commands that can be pasted into a shell; words in capitals stand for what only the caller has. */
export function tryNext(addresses: Addresses, definition: Definition, dataFlag: string): string[] {
  const self = selfCommand();
  const data = dataFlag === '' ? '' : ` ${dataFlag}`;
  const [pool] = definition.userPools;
  if (definition.apis.length === 0 && pool !== undefined) {
    return [`curl ${quoted(`${addresses.endpoint}/${pool.poolId}/.well-known/openid-configuration`)}`];
  }
  const { verb, host, path, flags } = firstRequest(definition);
  const asked = host === '' ? path : `http://${host}${path}`;
  const named = host === '' ? [] : ['-H', quoted(`Host: ${host}`)];
  return [
    ['curl -i', ...flags, ...named, quoted(`${addresses.dataPlane}${path}`)].join(' '),
    `${self} explain ${verb} ${quoted(asked)} --from 203.0.113.7${data}`,
    managedKeys(addresses, definition) ?? `${self} blocked${data}`,
  ];
}

/** Asks the AWS endpoint who is blocked, where the AWS CLI is there to ask. */
function managedKeys({ endpoint }: Addresses, definition: Definition): string | null {
  if (whichOf('aws') === '') return null;
  for (const acl of definition.webAcls) {
    const rule = acl.rules.find((candidate) => 'RateBasedStatement' in candidate.statement);
    if (rule === undefined) continue;
    return [
      'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
      `aws --endpoint-url ${endpoint} wafv2 get-rate-based-statement-managed-keys`,
      `--scope ${acl.scope} --region ${definition.settings.region}`,
      `--web-acl-name ${acl.name} --web-acl-id ${acl.aclId} --rule-name ${rule.name}`,
    ].join(' ');
  }
  return null;
}

interface FirstRequest {
  readonly verb: string;
  /** '': any host leads there. */
  readonly host: string;
  readonly path: string;
  /** Of curl, for the verb, the body, and what the method asks for. */
  readonly flags: readonly string[];
}

/** A request that meets a method: of an API behind a web ACL when there is one, and with GET where that is there. */
function firstRequest(definition: Definition): FirstRequest {
  const guarded = new Set(definition.associations.map((association) => association.resourceArn));
  const places = definition.apis.flatMap((api) =>
    api.stages.flatMap((stage) => {
      const methods = api.resources.flatMap((resource) => resource.methods);
      const method = methods.find(readable) ?? methods[0];
      return method === undefined ? [] : [{ api, stage, method }];
    }),
  );
  const best =
    places.find(({ stage, method }) => guarded.has(stage.arn) && readable(method)) ??
    places.find(({ method }) => readable(method)) ??
    places.find(({ stage }) => guarded.has(stage.arn)) ??
    places[0];
  if (best === undefined) return { verb: 'GET', host: '', path: '/', flags: [] };
  const { api, stage, method } = best;
  const verb = readable(method) ? 'GET' : method.httpMethod;
  const { host, base } = placeOf(api, stage);
  const path = `${base}${method.resourcePath.replace(/\{[^}]+\}/g, 'x')}`;
  const flags = [...verbFlags(verb), ...callerFlags(api, method, definition.settings.region)];
  return { verb, host, path, flags };
}

const readable = ({ httpMethod }: Method): boolean => httpMethod === 'GET' || httpMethod === 'ANY';

/** Where a stage answers: at any host, at its path of execute-api, or at a domain of its own alone. */
function placeOf(api: Api, stage: Stage): { readonly host: string; readonly base: string } {
  const mapping = (any: boolean) =>
    api.hosts.find(({ host, stage: name }) => (host === '*') === any && name === stage.name);
  const chosen = mapping(true) ?? (api.disableExecuteApiEndpoint ? mapping(false) : undefined);
  if (chosen === undefined) return { host: '', base: `/_aws/execute-api/${api.apiId}/${stage.name}` };
  const host = chosen.host === '*' ? '' : chosen.host.replace(/^\*/, 'www');
  return { host, base: chosen.basePath.replace(/\/$/, '') };
}

function verbFlags(verb: string): string[] {
  if (verb === 'GET') return [];
  if (verb === 'HEAD') return ['--head'];
  const json = ['POST', 'PUT', 'PATCH'].includes(verb);
  return ['-X', verb, ...(json ? ["-H 'Content-Type: application/json' -d '{}'"] : [])];
}

/** What the method asks of its callers. */
function callerFlags(api: Api, method: Method, region: string): string[] {
  const key = method.apiKeyRequired && api.apiKeySource === 'HEADER' ? ["-H 'x-api-key: KEY'"] : [];
  if (method.authorizationType === 'AWS_IAM') {
    return [...key, `--aws-sigv4 aws:amz:${region}:execute-api --user ACCESS_KEY:SECRET`];
  }
  const authorizer = api.authorizers?.find(({ authorizerId }) => authorizerId === method.authorizerId);
  if (authorizer === undefined) return key;
  if (authorizer.type === 'BASIC') return [...key, '-u NAME:PASSWORD'];
  const { identitySource, identitySources } = authorizer.settings as {
    identitySource?: string;
    identitySources?: readonly string[];
  };
  const headers = (identitySources ?? [identitySource ?? 'method.request.header.Authorization'])
    .filter((source) => source.startsWith('method.request.header.'))
    .map((source) => source.slice('method.request.header.'.length))
    .map((name) => (name.toLowerCase() === 'authorization' ? `${name}: Bearer TOKEN` : `${name}: VALUE`));
  return [...key, ...headers.map((header) => `-H ${quoted(header)}`)];
}
