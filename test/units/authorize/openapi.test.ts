import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answering, paperGateway } from './gateway.ts';

const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:judge/invocations';
const mock = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200' } },
};
const operation = (security?: object) => ({
  responses: {},
  ...(security === undefined ? {} : { security: [security] }),
  'x-amazon-apigateway-integration': mock,
});
const scheme = (authorizer: object, name = 'X-Token') => ({
  type: 'apiKey',
  in: 'header',
  name,
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': { authorizerUri: uri, ...authorizer },
});

const gatewayOf = (schemes: object, paths: object, answering: Answering = () => ({}), more: object = {}) =>
  paperGateway(
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      paths,
      components: { securitySchemes: schemes },
      ...more,
    }),
    answering,
    { file: 'pets.json' },
  );

const simple = { type: 'request', authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true };
const source = { identitySource: '$request.header.X-Token, $request.querystring.k' };

test('the simple form of HTTP APIs: yes and no, for all routes alike while it is kept', async () => {
  const gateway = await gatewayOf(
    { judge: scheme({ ...simple, ...source, authorizerResultTtlInSeconds: 60 }) },
    { '/pets/{id}': { get: operation({ judge: [] }) }, '/dogs': { get: operation({ judge: [] }) } },
    (event) => ({
      isAuthorized: (event.headers as Record<string, string>)['x-token'] === 'good',
      context: { plan: { name: 'gold' }, n: 1 },
    }),
  );
  const ask = (path: string, token: string) => gateway.ask(path, { headers: { 'X-Token': token } });
  const { status, x } = await ask('/pets/7?k=a&k=b', 'good');
  assert.equal(status, 200);
  assert.deepEqual({ ...x.caller!.context }, { plan: '{"name":"gold"}', n: 1 });
  assert.equal((await ask('/dogs?k=a&k=b', 'good')).status, 200);
  assert.equal(gateway.events.length, 1);
  const { event } = gateway.events[0]!;
  assert.deepEqual(
    [event.version, event.type, event.routeKey, event.rawPath, event.rawQueryString, event.identitySource],
    ['2.0', 'REQUEST', 'GET /pets/{id}', '/pets/7', 'k=a&k=b', ['good', 'a,b']],
  );
  assert.deepEqual(event.pathParameters, { id: '7' });
  assert.deepEqual(event.queryStringParameters, { k: 'a,b' });
  assert.match(String(event.routeArn), /:execute-api:us-east-1:000000000000:\w{10}\/live\/GET\/pets\/7$/);
  const refused = await ask('/dogs?k=a', 'bad');
  assert.deepEqual([refused.status, refused.body], [403, '{"message":"Forbidden"}']);
  assert.equal((await gateway.ask('/dogs?k=a')).status, 401);
  assert.equal(gateway.events.length, 2);
});

test('isAuthorized must be true or false, and nothing that looks like it', async () => {
  for (const isAuthorized of ['true', 1, null, undefined]) {
    const gateway = await gatewayOf(
      { judge: scheme({ ...simple, ...source }) },
      { '/dogs': { get: operation({ judge: [] }) } },
      () => ({ isAuthorized }),
    );
    const { status, errorType } = await gateway.ask('/dogs?k=a', { headers: { 'X-Token': 'good' } });
    assert.deepEqual([status, errorType], [500, 'AuthorizerConfigurationException']);
  }
});

test('a token stands in the header that its scheme names, and scopes are kept with the method', async () => {
  const gateway = await gatewayOf(
    { judge: scheme({ type: 'token' }) },
    { '/dogs': { get: operation({ judge: ['read'] }) }, '/open': { get: operation() } },
    (event) => ({
      principalId: 'u',
      policyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: event.methodArn } },
    }),
  );
  assert.equal((await gateway.ask('/dogs', { headers: { 'X-Token': 'a' } })).status, 200);
  assert.equal((await gateway.ask('/dogs', { headers: { Authorization: 'a' } })).status, 401);
  assert.equal((await gateway.ask('/open')).status, 200);
});

test('awsSigv4, x-amazon-apigateway-auth and x-amazon-apigateway-policy are asked for', async () => {
  const iam = {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  };
  const gateway = await gatewayOf(
    { iam },
    {
      '/a': { get: operation({ iam: [] }) },
      '/b': { get: { ...operation(), 'x-amazon-apigateway-auth': { type: 'aws_iam' } } },
      '/c': { get: operation() },
    },
    undefined,
    {
      'x-amazon-apigateway-policy': {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: { Null: { 'aws:UserAgent': 'true' } },
          },
        ],
      },
    },
  );
  const errorTypes = await Promise.all(
    ['/a', '/b', '/c'].map(
      async (path) => (await gateway.ask(path, { headers: { 'User-Agent': 'x' } })).errorType,
    ),
  );
  assert.deepEqual(errorTypes, [
    'MissingAuthenticationTokenException',
    'MissingAuthenticationTokenException',
    '',
  ]);
  assert.equal((await gateway.ask('/c')).errorType, 'AccessDeniedException');
});
