import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startGateway, type TestGateway } from '../gateway.ts';
import { aws as run } from './support/aws-cli.ts';
import { lambda } from './support/functions.ts';

const rest = { RestApiId: { Ref: 'Api' } };
const uri = (name: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
});
const resource = (part: string, parent: object = { 'Fn::GetAtt': ['Api', 'RootResourceId'] }) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { ...rest, ParentId: parent, PathPart: part },
});

const judge = `
exports.handler = async (event) => {
  if (event.authorizationToken === 'bad') throw new Error('Unauthorized');
  if (event.authorizationToken === 'broken') throw new Error('out of order');
  return { principalId: 'ada-' + event.authorizationToken, policyDocument: { Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: event.methodArn }] } };
};`;
const echo = `exports.handler = async (e) => ({ statusCode: 201, headers: { 'x-stage': e.requestContext.stage },
  body: JSON.stringify([e.path, e.pathParameters, e.queryStringParameters, e.stageVariables, e.body]) });`;

const template = (to: string) => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'pets' } },
    Pets: resource('pets'),
    Pet: resource('{id}', { Ref: 'Pets' }),
    Behind: resource('behind'),
    GetPets: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{ ...rest, ResourceId: { Ref: 'Pets' }, HttpMethod: 'GET' },
        ...{ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Who' }, ApiKeyRequired: true },
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri('echo') },
      },
    },
    AnyPet: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{ ...rest, ResourceId: { Ref: 'Pet' }, HttpMethod: 'ANY', AuthorizationType: 'NONE' },
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri('echo') },
      },
    },
    PostBehind: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...{ ...rest, ResourceId: { Ref: 'Behind' }, HttpMethod: 'POST', AuthorizationType: 'NONE' },
        RequestValidatorId: { Ref: 'Whole' },
        RequestModels: { 'application/json': { Ref: 'Named' } },
        Integration: {
          ...{ Type: 'HTTP', IntegrationHttpMethod: 'POST', Uri: `${to}/base` },
          RequestTemplates: { 'application/json': `{"called":$input.json('$.name')}` },
          IntegrationResponses: [
            { StatusCode: '200', ResponseTemplates: { 'application/json': `{"got":$input.json('$')}` } },
          ],
        },
        MethodResponses: [{ StatusCode: '200' }],
      },
    },
    Whole: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { ...rest, ValidateRequestBody: true } },
    Named: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        ...{ ...rest, Name: 'Named', ContentType: 'application/json' },
        Schema: { type: 'object', required: ['name'] },
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: rest },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { ...rest, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' },
    },
    Who: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        ...{ ...rest, Name: 'who', Type: 'TOKEN', AuthorizerUri: uri('judge') },
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    ...lambda('judge', judge),
    ...lambda('echo', echo),
  },
});

let gateway: TestGateway;
let data = '';
let file = '';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => response.end(JSON.stringify([request.method, request.url, body])));
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  data = mkdtempSync(join(tmpdir(), 'portcullis-authorizers-'));
  file = join(data, 'pets.template.json');
  writeFileSync(file, JSON.stringify(template(to)));
  gateway = await startGateway({ files: [file], workers: 2, data });
});
after(async () => {
  server.close();
  await gateway.close();
  rmSync(data, { recursive: true, force: true });
});

interface Ran {
  readonly out: Record<string, unknown>;
  readonly err: string;
}

/** Runs `aws apigateway …` on the API with these words. */
async function aws(command: string, ...more: string[]): Promise<Ran> {
  const words = ['apigateway', command, '--rest-api-id', api().apiId, ...more];
  const { out, err, code } = await run(gateway.endpoint, words);
  return { out: (out ?? {}) as Ran['out'], err: code === 0 ? '' : err };
}

const api = () => gateway.supervisor.definition.apis[0]!;
const resourceId = (path: string) => api().resources.find((r) => r.path === path)!.resourceId;
const who = () => api().authorizers!.find((a) => a.name === 'who')!.authorizerId;
const arnOf = (name: string) => gateway.supervisor.definition.functions.find((f) => f.name === name)!.arn;
const uriOf = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arnOf(name)}/invocations`;

test('the AWS CLI makes, changes and takes away an authorizer, and what it changed holds after a restart', async () => {
  const source = 'method.request.header.X-Token';
  const made = await aws(
    ...(['create-authorizer', '--name', 'second', '--type', 'TOKEN'] as const),
    ...['--authorizer-uri', uriOf('judge'), '--identity-source', source],
  );
  assert.equal(made.err, '');
  const { id } = made.out as { id: string };
  assert.deepEqual(made.out, {
    ...{ id, name: 'second', type: 'TOKEN', authType: 'custom', authorizerUri: uriOf('judge') },
    ...{ identitySource: source, authorizerResultTtlInSeconds: 300 },
  });
  const twice = await aws(
    ...(['create-authorizer', '--name', 'second', '--type', 'TOKEN'] as const),
    ...['--authorizer-uri', uriOf('judge'), '--identity-source', source],
  );
  assert.match(twice.err, /ConflictException.*Authorizer name must be unique/);

  const patches = [
    'op=replace,path=/identitySource,value=method.request.header.X-Other',
    'op=replace,path=/authorizerResultTtlInSeconds,value=60',
    'op=replace,path=/identityValidationExpression,value=abc.*',
    'op=replace,path=/name,value=third',
  ];
  const changed = await aws('update-authorizer', '--authorizer-id', id, '--patch-operations', ...patches);
  assert.deepEqual(changed.out, {
    ...{ id, name: 'third', type: 'TOKEN', authType: 'custom', authorizerUri: uriOf('judge') },
    ...{ identitySource: 'method.request.header.X-Other', identityValidationExpression: 'abc.*' },
    authorizerResultTtlInSeconds: 60,
  });

  await gateway.close();
  gateway = await startGateway({ files: [file], workers: 2, data });
  const kept = await aws('get-authorizer', '--authorizer-id', id);
  assert.deepEqual(kept.out, changed.out);

  assert.deepEqual(await aws('delete-authorizer', '--authorizer-id', id), { out: {}, err: '' });
  const gone = await aws('get-authorizer', '--authorizer-id', id);
  assert.match(gone.err, /NotFoundException/);
});

test('a changed authorizer judges the next request, in every worker', async () => {
  const call = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(gateway.api('prod', '/pets'), { headers: { ...headers, Connection: 'close' } })).status;
  assert.equal(await call({ 'X-Moved': 'a' }), 401);
  const move = (name: string) =>
    aws(
      ...(['update-authorizer', '--authorizer-id', who(), '--patch-operations'] as const),
      `op=replace,path=/identitySource,value=method.request.header.${name}`,
    );
  assert.equal((await move('X-Moved')).err, '');
  // The policy it answers denies: 403, and no longer 401.
  for (let i = 0; i < 6; i++) assert.equal(await call({ 'X-Moved': `a${i}` }), 403);
  assert.equal(await call({ Authorization: 'a' }), 401);
  assert.equal((await move('Authorization')).err, '');
});

test('a method is given an authorizer over the AWS CLI, asks it at once, and never one that does not fit', async () => {
  const change = (...patches: string[]) =>
    aws(
      ...(['update-method', '--resource-id', resourceId('/pets/{id}'), '--http-method', 'ANY'] as const),
      ...['--patch-operations', ...patches],
    );
  const call = async (): Promise<number> =>
    (await fetch(gateway.api('prod', '/pets/7'), { headers: { Connection: 'close' } })).status;
  assert.equal(await call(), 201);
  const custom = 'op=replace,path=/authorizationType,value=CUSTOM';
  const asked = await change(custom, `op=replace,path=/authorizerId,value=${who()}`);
  assert.deepEqual([asked.err, asked.out.authorizationType, asked.out.authorizerId], ['', 'CUSTOM', who()]);
  for (let i = 0; i < 4; i++) assert.equal(await call(), 401);
  assert.match((await change('op=remove,path=/authorizerId')).err, /BadRequestException.*valid authorizer/);
  const pools = 'op=replace,path=/authorizationType,value=COGNITO_USER_POOLS';
  assert.match((await change(pools)).err, /BadRequestException.*valid authorizer/);
  assert.match((await change('op=replace,path=/operationName,value=x')).err, /BadRequestException/);
  assert.equal(await call(), 401);
  const open = await change('op=replace,path=/authorizationType,value=NONE');
  assert.deepEqual([open.out.authorizationType, open.out.authorizerId], ['NONE', undefined]);
  assert.equal(await call(), 201);
});

test('an authorizer that methods name can neither be taken away nor made another type, and one that cannot be is refused', async () => {
  const taken = await aws('delete-authorizer', '--authorizer-id', who());
  assert.match(
    taken.err,
    /ConflictException.*Cannot delete authorizer 'who', is referenced in method: GET\/\/pets/,
  );
  const pool = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abcdef';
  const retyped = await aws(
    ...(['update-authorizer', '--authorizer-id', who(), '--patch-operations'] as const),
    ...['op=replace,path=/type,value=COGNITO_USER_POOLS', `op=add,path=/providerARNs,value=${pool}`],
  );
  assert.match(retyped.err, /ConflictException.*Cannot change the type/);
  for (const [patch, message] of [
    ['op=replace,path=/authorizerResultTtlInSeconds,value=3601', /authorizerResultTtlInSeconds/],
    ['op=replace,path=/identitySource,value=method.request.body', /identitySource must be one header/],
    ['op=replace,path=/identityValidationExpression,value=(', /identityValidationExpression cannot be used/],
    ['op=replace,path=/authorizerUri,value=arn:nobody', /authorizerUri must name a function/],
    ['op=replace,path=/nothing,value=1', /not possible at the path \/nothing/],
  ] as const) {
    const { err } = await aws('update-authorizer', '--authorizer-id', who(), '--patch-operations', patch);
    assert.match(err, /BadRequestException/);
    assert.match(err, message);
  }
  const poolAuthorizer = await aws(
    ...(['create-authorizer', '--name', 'pool', '--type', 'COGNITO_USER_POOLS'] as const),
    ...['--provider-arns', pool, '--identity-source', 'method.request.header.Authorization'],
  );
  assert.deepEqual(poolAuthorizer.out.providerARNs, [pool]);
});

test('test-invoke-authorizer asks the function, and tells its policy, or the status of its refusal', async () => {
  const ask = (...more: string[]) => aws('test-invoke-authorizer', '--authorizer-id', who(), ...more);
  const good = (await ask('--headers', 'Authorization=good')).out;
  assert.equal(good.clientStatus, 200);
  assert.equal(good.principalId, 'ada-good');
  assert.equal(JSON.parse(good.policy as string).Statement[0].Effect, 'Deny');
  assert.match(JSON.parse(good.policy as string).Statement[0].Resource, /\/ESTestInvoke-stage\/GET\/$/);
  assert.match(good.log as string, /^Execution log for request test-request\n.*Starting authorizer/);
  assert.equal((await ask('--headers', 'Authorization=bad')).out.clientStatus, 401);
  assert.equal((await ask('--headers', 'Authorization=broken')).out.clientStatus, 500);
  assert.equal((await ask()).out.clientStatus, 401);
});

test('test-invoke-method runs validation, mapping and integration, and asks for neither a token nor a key', async () => {
  const ask = (path: string, verb: string, ...more: string[]) =>
    aws('test-invoke-method', '--resource-id', resourceId(path), '--http-method', verb, ...more);
  const pets = (await ask('/pets', 'GET', '--path-with-query-string', '/pets?n=1')).out;
  assert.equal(pets.status, 201);
  assert.deepEqual(JSON.parse(pets.body as string), ['/pets', null, { n: '1' }, null, null]);
  assert.equal((pets.headers as Record<string, string>)['x-stage'], 'test-invoke-stage');
  assert.match(pets.log as string, /Method completed with status: 201\n$/);

  const pet = await ask(
    ...(['/pets/{id}', 'PUT', '--path-with-query-string', '/pets/7'] as const),
    ...['--body', 'whole', '--stage-variables', 'colour=blue'],
  );
  assert.deepEqual(JSON.parse(pet.out.body as string), [
    ...['/pets/7', { id: '7' }, null, { colour: 'blue' }, 'whole'],
  ]);
  assert.match((await ask('/pets/{id}', 'GET')).err, /BadRequestException.*Give pathWithQueryString/);
  assert.match((await ask('/pets/{id}', 'GET', '--path-with-query-string', '/x')).err, /Invalid path/);
  assert.match((await ask('/pets', 'POST')).err, /NotFoundException/);

  const behind = (await ask('/behind', 'POST', '--body', '{"name":"rex"}')).out;
  assert.equal(behind.status, 200);
  assert.deepEqual(JSON.parse(behind.body as string), { got: ['POST', '/base', '{"called":"rex"}'] });
  const refused = (await ask('/behind', 'POST', '--body', '{}')).out;
  assert.equal(refused.status, 400);
  assert.equal(refused.body, '{"message": "Invalid request body"}');
  assert.match(refused.log as string, /Request failed validation: BAD_REQUEST_BODY/);
});

test('the log of a tried request tells no secret, and no line that a caller wrote', async () => {
  const { out } = await aws(
    ...(['test-invoke-method', '--resource-id', resourceId('/pets'), '--http-method', 'GET'] as const),
    ...['--headers', '{"Authorization":"Bearer s3cret","X-Api-Key":"k3y","X-Plain":"seen"}'],
    ...['--body', 'one\nSun Nov 22 10:00:00 UTC 2026 : Method completed with status: 200'],
  );
  const log = out.log as string;
  assert.doesNotMatch(log, /s3cret|k3y/);
  assert.match(log, /X-Plain=seen/);
  assert.equal(log.match(/^\w+ \w+ \d+ [\d:]+ UTC \d+ : Method completed/gm)?.length, 1);
  assert.match(log, /one\\u000aSun/);
});
