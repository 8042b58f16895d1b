import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  APIGatewayClient,
  FlushStageAuthorizersCacheCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
} from '@aws-sdk/client-api-gateway';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { testFile } from './support/files.ts';
import { lambda } from './support/functions.ts';

const from = (source: string) => `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${source}`;
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
    ...lambda('judge', judge, {}, from('authorizers/${Who}')),
    ...lambda('echo', echo, {}, from('*')),
  },
};

test('a function authorizes, its context reaches the function behind and the access log, and a hanging one holds nobody else up', async (t) => {
  const data = temporaryFolder(t);
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
  const aws = new APIGatewayClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  t.after(() => aws.destroy());
  const [api] = gateway.supervisor.definition.apis;
  const restApiId = api!.apiId;
  const { items = [] } = await aws.send(new GetAuthorizersCommand({ restApiId }));
  assert.deepEqual(
    items.map(({ id: _, ...rest }) => rest),
    [
      {
        name: 'who',
        type: 'TOKEN',
        authType: 'custom',
        authorizerUri:
          'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:judge/invocations',
        identitySource: 'method.request.header.Authorization',
        authorizerResultTtlInSeconds: 300,
      },
    ],
  );
  const authorizerId = items[0]!.id!;
  const one = await aws.send(new GetAuthorizerCommand({ restApiId, authorizerId }));
  assert.equal(one.name, 'who');
  const other = new GetAuthorizerCommand({ restApiId, authorizerId: 'zzzzzz' });
  await assert.rejects(aws.send(other), { name: 'NotFoundException' });
  await aws.send(new FlushStageAuthorizersCacheCommand({ restApiId, stageName: 'prod' }));
  const third = (await (await get('/pets', 'good')).json()) as Record<string, unknown>;
  assert.equal(third.asked, 2, 'the answer was forgotten');
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
      ['ada', 'blue "quoted"\nline'],
      ['ada', 'blue "quoted"\nline'],
      ['ada', 'blue "quoted"\nline'],
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

test('passwords: a line that portcullis password makes lets its user in over a real socket, and a new one after the file has changed', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'passwords.txt');
  const put = (name: string, password: string) =>
    execFileSync('node', ['src/operate/cli/portcullis.ts', 'password', name, '--file', file], {
      input: `${password}\n`,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  put('ada', 'first');
  put('bob', 'other');
  put('ada', 'correct horse');
  assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 2);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const to = createServer((request, response) => response.end(request.headers.authorization ?? 'none'));
  await new Promise<void>((resolve) => to.listen(0, '127.0.0.1', resolve));
  t.after(() => to.close());
  const { port } = to.address() as AddressInfo;
  const definition = join(folder, 'portcullis.yaml');
  writeFileSync(
    definition,
    `apis: { shop: { to: 'http://127.0.0.1:${port}', authorizer: staff } }\nauthorizers: { staff: { basic: { file: passwords.txt } } }\n`,
  );
  const gateway = await startGateway({ files: [definition], workers: 2, clock: Clock.running() });
  t.after(() => gateway.close());
  const get = async (text: string): Promise<number> => {
    const Authorization = `Basic ${Buffer.from(text).toString('base64')}`;
    const response = await fetch(gateway.url, { headers: { Authorization, Connection: 'close' } });
    await response.arrayBuffer();
    return response.status;
  };
  assert.deepEqual(
    [await get('ada:correct horse'), await get('bob:other'), await get('ada:first'), await get('eve:x')],
    [200, 200, 401, 401],
  );
  put('ada', 'changed');
  assert.equal((await gateway.supervisor.reload()).ok, true);
  assert.deepEqual([await get('ada:changed'), await get('ada:correct horse')], [200, 401]);
});
