import { parseAddress } from '../../../src/base/address.ts';
import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import type { Api, Method, MethodSetting, Resource, Stage } from '../../../src/define/model/api.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import type { IpSet, RegexPatternSet, Rule, RuleGroup, WebAcl } from '../../../src/define/model/web-acl.ts';
import { readPrefix } from '../../../src/guard/decide/body.ts';
import type { Given } from '../../../src/guard/decide/given.ts';
import type { Case, CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import { emptyDefinition, methodSetting, pathBegins } from '../../definition.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';

const origin = { file: 'test.yaml', line: 1, path: '' };
export const stageArn = 'arn:aws:apigateway:us-east-1::/restapis/abcdefghij/stages/prod';
export const aclArn = 'arn:aws:wafv2:us-east-1:000000000000:regional/webacl/acl/1';

/** A stage `prod` of an API with the resources that are written as `GET /pets/{id}`. */
export function api(
  routes: readonly string[] = ['GET /'],
  settings: readonly Partial<MethodSetting>[] = [],
): Api {
  const byPath = new Map<string, Method[]>();
  for (const route of routes) {
    const [httpMethod, path] = route.split(' ') as [string, string];
    const methods = byPath.get(path) ?? [];
    byPath.set(path, methods);
    if (httpMethod === '-') continue;
    methods.push({
      id: `api/${route}`,
      origin,
      httpMethod,
      resourceId: path,
      resourcePath: path,
      authorizationType: 'NONE',
      apiKeyRequired: false,
      integration: { type: 'MOCK', settings: {} },
    });
  }
  return {
    id: 'api',
    origin,
    apiId: 'abcdefghij',
    name: 'api',
    description: '',
    endpointType: 'REGIONAL',
    binaryMediaTypes: [],
    disableExecuteApiEndpoint: false,
    apiKeySource: 'HEADER',
    tags: {},
    hosts: [],
    resources: [...byPath].map(
      ([path, methods]): Resource => ({
        id: `api${path}`,
        origin,
        resourceId: path,
        parentId: '',
        pathPart: path,
        path,
        methods,
      }),
    ),
    stages: [stage('prod', settings)],
  };
}

export function stage(name: string, settings: readonly Partial<MethodSetting>[] = []): Stage {
  return {
    id: `api/${name}`,
    origin,
    name,
    arn: stageArn.replace('prod', name),
    deploymentId: 'd',
    description: '',
    variables: {},
    accessLog: null,
    tags: {},
    methodSettings: settings.map((setting, i) =>
      methodSetting({ id: `api/${name}/settings/${i}`, origin, ...setting }),
    ),
  };
}

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };

export function rule(
  name: string,
  statement: Rule['statement'],
  action: Rule['action'] = { Block: {} },
  more: Partial<Rule> = {},
): Rule {
  return { id: `acl/${name}`, origin, name, priority: 0, action, statement, labels: [], visibility, ...more };
}

export function acl(rules: readonly Rule[], more: Partial<WebAcl> = {}): WebAcl {
  return {
    id: 'acl',
    origin,
    name: 'acl',
    aclId: '1',
    arn: aclArn,
    scope: 'REGIONAL',
    description: '',
    lockToken: '',
    defaultAction: { Allow: {} },
    rules,
    visibility,
    customResponseBodies: {},
    labelNamespace: 'awswaf:000000000000:webacl:acl:',
    capacity: 0,
    tags: {},
    ...more,
  };
}

/** A definition of one API, whose stage a web ACL `aclArn` stands in front of. */
export const definition = (more: Partial<Definition> = {}): Definition =>
  emptyDefinition({
    apis: [api()],
    associations: [{ id: 'association', origin, resourceArn: stageArn, webAclArn: aclArn }],
    ...more,
  });

/** What every set and group has, under a name that is its ARN as well. */
const named = (name: string) =>
  ({ id: name, origin, name, arn: name, scope: 'REGIONAL', description: '', lockToken: '' }) as const;

/** IP sets whose ARN is their name. */
export const ipSets = (sets: Readonly<Record<string, readonly string[]>> = {}): IpSet[] =>
  Object.entries(sets).map(([name, addresses]) => ({
    ...named(name),
    setId: name,
    version: 'IPV4',
    addresses,
  }));

/** A definition whose web ACL has one rule `r` that blocks what a statement matches, with what its case is given. */
export function guarded(statement: Rule['statement'], has: Case['given'] = {}): Definition {
  const labels = Object.entries(has.labels ?? {}).map(([path, label], i) =>
    rule(`label${i}`, pathBegins(path), { Count: {} }, { priority: i, labels: [label] }),
  );
  const refers = Object.keys(statement)[0]!.includes('RuleGroup');
  const as: Partial<Rule> = refers ? { action: null, overrideAction: { None: {} } } : {};
  const tested = rule('r', statement, { Block: {} }, { priority: 1000, ...as });
  const { asnDatabase } = has;
  return definition({
    settings: settingsShape.parse({ ...(asnDatabase === undefined ? {} : { asnDatabase }) }),
    webAcls: [acl([...labels, tested])],
    ipSets: ipSets(has.ipSets),
    regexPatternSets: patternSets(has.patternSets),
    ruleGroups: Object.entries(has.groups ?? {}).map(([name, rules]) =>
      ruleGroup(
        name,
        rules.map(([path, action], i) =>
          rule(path, pathBegins(path), { [action]: {} } as Rule['action'], {
            id: `${name}/${i}`,
            priority: i,
          }),
        ),
      ),
    ),
  });
}

/** A rule group whose ARN is its name. */
export const ruleGroup = (
  name: string,
  rules: readonly Rule[],
  more: Partial<RuleGroup> = {},
): RuleGroup => ({
  ...named(name),
  groupId: name,
  capacity: 100,
  rules,
  visibility,
  customResponseBodies: {},
  labelNamespace: `awswaf:000000000000:rulegroup:${name}:`,
  tags: {},
  ...more,
});

/** Sets of regular expressions whose ARN is their name. */
export const patternSets = (sets: Readonly<Record<string, readonly string[]>> = {}): RegexPatternSet[] =>
  Object.entries(sets).map(([name, patterns]) => ({
    ...named(name),
    setId: name,
    patterns,
  }));

/** What compiling is handed, with cells that last as long as it does. */
export function given(
  of: Definition = definition(),
  clock: Clock = Clock.byHand(),
  laid = new Map<string, SharedArrayBuffer>(),
): Given & { readonly laid: Map<string, SharedArrayBuffer>; readonly clock: Clock } {
  return {
    definition: of,
    clock,
    tracing: false,
    laid,
    cells(id, bytes) {
      const cells = laid.get(id) ?? new SharedArrayBuffer(bytes);
      laid.set(id, cells);
      return cells;
    },
    invoke: () => Promise.reject(new Error('no function here')),
    fetch: () => Promise.reject(new Error('nobody is asked')),
  };
}

/** The request of a case as it stands before the web ACL, its body read. */
export async function exchangeOf(request: CaseRequest): Promise<Exchange> {
  const body = request.body === '' ? [] : [Buffer.from(request.body, 'latin1')];
  const x = paperRequest(
    {
      method: request.method,
      target: request.target,
      headers: request.headers,
      client: parseAddress(request.from)!,
    },
    new PaperWire(body),
  );
  x.stagePath = x.path;
  x.inner = x.path;
  await readPrefix(16_384)(x);
  return x;
}
