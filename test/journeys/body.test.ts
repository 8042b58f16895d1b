import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../gateway.ts';

describe('an API of a template whose resources are an OpenAPI document', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startGateway({ files: ['test/fixtures/body/pets.template.yaml'] });
  });
  after(() => gateway.close());

  const asked = async (url: string, init: RequestInit = {}) => {
    const answer = await fetch(url, init);
    return [answer.status, await answer.text()] as const;
  };
  const post = (body: string) =>
    asked(gateway.api('live', '/pets'), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });

  test('its authorizer is asked, and its function answers who may come in', async () => {
    const get = (door?: string) =>
      asked(gateway.api('live', '/pets'), door === undefined ? {} : { headers: { 'x-door': door } });
    assert.equal((await get())[0], 401);
    assert.equal((await get('shut'))[0], 403);
    assert.deepEqual(await get('open'), [200, 'from the function']);
  });

  test('its models, gateway responses and the throttles of the stage hold', async () => {
    assert.deepEqual(await post('{"name":"rex"}'), [201, '{"made":true}']);
    assert.deepEqual(await post('{"name":7}'), [422, '{"said":"no"}']);
    await post('{"name":"rex"}');
    assert.equal((await post('{"name":"rex"}'))[0], 429);
  });

  test('a document that is an asset is served under its own paths, without its basePath', async () => {
    assert.deepEqual(await asked(gateway.api('kept', '/here')), [200, '{"kept":true}']);
    assert.equal((await asked(gateway.api('kept', '/v1/here')))[0], 403);
  });
});
