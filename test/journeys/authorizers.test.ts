import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startGateway } from '../gateway.ts';
import { testFile, testFolder } from './support/files.ts';

const fn = (name: string, code: string, sourceArn: string) => ({
  [name]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/r',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: code },
    },
  },
  [`${name}May`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: name },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${sourceArn}` },
    },
  },
});

const uri = (name: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
});

const judge = `
let asked = 0;
exports.handler = async (event) => {
  if (event.authorizationToken === 'bad') throw new Error('Unauthorized');
  if (event.authorizationToken === 'hang') await new Promise((r) => setTimeout(r, 60_000));
  return {
    principalId: 'ada',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke',
      Resource: event.methodArn.replace(/GET.*/, 'GET/pets') }] },
    context: { tenant: 'blue "quoted"\\nline', asked: ++asked },
  };
};`;

const echo = `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) });`;

const rest = { RestApiId: { Ref: 'Api' } };
const method = (ResourceId: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    ...rest,
    ResourceId,
    HttpMethod: 'GET',
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Who' },
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri('echo') },
  },
});

const template = {
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'pets' } },
    Pets: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { ...rest, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'pets' },
    },
    GetPets: method({ Ref: 'Pets' }),
    GetRoot: method({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }),
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: rest },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        ...rest,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        AccessLogSetting: {
          DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:calls',
          Format:
            '{"id":"$context.requestId","who":"$context.authorizer.principalId","tenant":"$context.authorizer.tenant","status":$context.status}',
        },
      },
    },
    Who: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        ...rest,
        Name: 'who',
        Type: 'TOKEN',
        AuthorizerUri: uri('judge'),
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    ...fn('judge', judge, 'authorizers/${Who}'),
    ...fn('echo', echo, '*'),
  },
};

test('a function authorizes, its context reaches the function behind and the access log, and a hanging one holds nobody else up', async (t) => {
  const data = testFolder(t);
  const gateway = await startGateway({
    files: [testFile(t, 'pets.json', JSON.stringify(template))],
    data,
  });
  t.after(() => gateway.close());
  const get = (path: string, Authorization?: string, signal?: AbortSignal) =>
    fetch(gateway.api('prod', path), {
      headers: Authorization === undefined ? {} : { Authorization },
      ...(signal === undefined ? {} : { signal }),
    });
  const gone = new AbortController();
  const hanging = get('/pets', 'hang', gone.signal).catch(() => null);
  const first = await get('/pets', 'good');
  assert.equal(first.status, 200);
  const seen = (await first.json()) as Record<string, unknown>;
  assert.deepEqual(
    { ...seen, integrationLatency: typeof seen.integrationLatency },
    { principalId: 'ada', tenant: 'blue "quoted"\nline', asked: 1, integrationLatency: 'number' },
  );
  const second = (await (await get('/pets', 'good')).json()) as Record<string, unknown>;
  assert.equal(second.asked, 1, 'the answer was kept');
  const statuses = [
    (await get('/pets')).status,
    (await get('/pets', 'bad')).status,
    (await get('/', 'good')).status,
  ];
  assert.deepEqual(statuses, [401, 401, 403]);
  gone.abort();
  await hanging;
  gateway.supervisor.observer.poll();
  await gateway.close();
  const lines = globSync(join(data, 'logs/**/*'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .filter((text) => text.includes('"who"'))
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const ofStatus = (status: number) => lines.filter((line) => line.status === status);
  assert.deepEqual(
    ofStatus(200).map(({ who, tenant }) => [who, tenant]),
    [
      ['ada', 'blue "quoted" line'],
      ['ada', 'blue "quoted" line'],
    ],
  );
  assert.deepEqual(
    ofStatus(403).map(({ who }) => who),
    ['ada'],
  );
  assert.deepEqual(
    ofStatus(401).map(({ who }) => who),
    ['-', '-'],
  );
});
