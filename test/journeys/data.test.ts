import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  APIGatewayClient,
  BadRequestException,
  DeleteGatewayResponseCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetModelCommand,
  GetModelsCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  NotFoundException,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { startGateway, type TestGateway } from '../gateway.ts';

describe('an API of validators, models, templates and gateway responses', () => {
  let got = { url: '', method: '', body: '' };
  let reply = { status: 200, body: '{"id":"o1"}' };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    request.on('end', () => {
      got = { url: request.url!, method: request.method!, body };
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    });
  });
  let gateway: TestGateway;
  let client: APIGatewayClient;
  let restApiId = '';

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    gateway = await startGateway({
      files: ['test/fixtures/cloudformation/orders.yaml'],
      parameters: { Backend: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
      workers: 2,
    });
    restApiId = gateway.supervisor.definition.apis[0]!.apiId;
    client = new APIGatewayClient({
      endpoint: gateway.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
  });
  after(async () => {
    client.destroy();
    await gateway.close();
    server.close();
  });

  const post = (query: string, body: string, headers: Record<string, string> = {}) =>
    fetch(gateway.api('shop', `/orders${query}`), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  test('maps what holds to its model to the server, and its answer back', async () => {
    const answer = await post('?shop=a%20b', '{"name":"it\'s","items":[1,2]}');
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('x-order'), 'o1');
    assert.deepEqual(await answer.json(), { made: 'o1' });
    assert.deepEqual([got.method, got.url], ['PUT', '/shops/a%20b/orders']);
    assert.match(got.body, /"who": "it\\'s", "count": 2,\s+"items": \[\{"id": 1\},\{"id": 2\}\]/);
    reply = { status: 404, body: '{"error":"none"}' };
    const missing = await post('?shop=a', '{"name":"a","items":[]}');
    assert.deepEqual([missing.status, await missing.json()], [409, { why: 'none' }]);
    reply = { status: 200, body: `{"id":"${'o'.repeat(500)}"}` };
    const long = await post('?shop=a', '{"name":"a","items":[]}', { 'accept-encoding': 'gzip' });
    assert.equal(long.headers.get('content-encoding'), 'gzip');
    assert.equal(((await long.json()) as { made: string }).made.length, 500);
  });

  test('refuses what does not, in the form that was chosen', async () => {
    const parameters = await post('', '{"name":"a"}');
    assert.deepEqual(
      [parameters.status, await parameters.text()],
      [400, '{"message": "Missing required request parameters: [shop]"}'],
    );
    const body = await post('?shop=a', '{"items":[0]}');
    assert.equal(body.status, 422);
    assert.equal(body.headers.get('access-control-allow-origin'), '*');
    assert.equal(body.headers.get('x-amzn-errortype'), 'BadRequestException');
    assert.deepEqual(await body.json(), {
      why: '[object has missing required properties (["name"]), numeric instance is lower than the required minimum (minimum: 1, found: 0)]',
      type: 'BAD_REQUEST_BODY',
    });
  });

  test('answers preflights of each of its origins', async () => {
    const preflight = async (origin: string) => {
      const answer = await fetch(gateway.api('shop', '/orders'), { method: 'OPTIONS', headers: { origin } });
      assert.equal(answer.status, 204);
      return answer.headers.get('access-control-allow-origin');
    };
    assert.equal(await preflight('https://b.test'), 'https://b.test');
    assert.equal(await preflight('https://c.test'), 'https://a.test');
  });

  test('is told of by the SDK as it was written', async () => {
    const validators = await client.send(new GetRequestValidatorsCommand({ restApiId }));
    assert.deepEqual(
      validators.items?.map(({ name, validateRequestBody }) => [name, validateRequestBody]),
      [['all', true]],
    );
    const requestValidatorId = validators.items![0]!.id!;
    const one = await client.send(new GetRequestValidatorCommand({ restApiId, requestValidatorId }));
    assert.equal(one.validateRequestParameters, true);
    const models = await client.send(new GetModelsCommand({ restApiId }));
    assert.deepEqual(
      models.items?.map(({ name }) => name),
      ['Empty', 'Error', 'Order', 'Item'],
    );
    const model = await client.send(new GetModelCommand({ restApiId, modelName: 'Item' }));
    assert.deepEqual(JSON.parse(model.schema!), { type: 'integer', minimum: 1 });
    const resourceId = gateway.supervisor.definition.apis[0]!.resources[1]!.resourceId;
    const method = await client.send(new GetMethodCommand({ restApiId, resourceId, httpMethod: 'POST' }));
    assert.equal(method.requestValidatorId, requestValidatorId);
    assert.deepEqual(method.requestParameters, { 'method.request.querystring.shop': true });
    const integration = await client.send(
      new GetIntegrationCommand({ restApiId, resourceId, httpMethod: 'POST' }),
    );
    assert.equal(integration.type, 'HTTP');
    assert.equal(integration.integrationResponses?.['409']?.selectionPattern, '4\\d\\d');
    const all = await client.send(new GetGatewayResponsesCommand({ restApiId }));
    assert.equal(all.items?.length, 21);
    assert.deepEqual(
      all.items
        ?.filter(({ defaultResponse }) => defaultResponse !== true)
        .map(({ responseType }) => responseType),
      ['BAD_REQUEST_BODY'],
    );
    await assert.rejects(
      client.send(new GetModelCommand({ restApiId, modelName: 'Nothing' })),
      NotFoundException,
    );
  });

  test('changes how refusals look while it runs', async () => {
    const put = await client.send(
      new PutGatewayResponseCommand({
        restApiId,
        responseType: 'BAD_REQUEST_PARAMETERS',
        statusCode: '499',
        responseTemplates: { 'text/plain': 'no $context.requestId' },
      }),
    );
    assert.equal(put.statusCode, '499');
    const refused = await post('', '{"name":"a"}');
    assert.equal(refused.status, 499);
    assert.equal(await refused.text(), `no ${refused.headers.get('x-amzn-requestid')}`);
    await assert.rejects(
      client.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType: 'THROTTLED',
          responseParameters: { 'gatewayresponse.header.A': 'unquoted' },
        }),
      ),
      BadRequestException,
    );
    await client.send(
      new DeleteGatewayResponseCommand({ restApiId, responseType: 'BAD_REQUEST_PARAMETERS' }),
    );
    assert.equal((await post('', '{"name":"a"}')).status, 400);
    const back = await client.send(
      new GetGatewayResponseCommand({ restApiId, responseType: 'BAD_REQUEST_PARAMETERS' }),
    );
    assert.equal(back.defaultResponse, true);
  });
});
