import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Api, Method } from '../../../src/define/model/api.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import { tryNext } from '../../../src/operate/cli/try-next.ts';
import { smallDefinition } from '../../definition.ts';

const addresses = {
  dataPlane: 'http://127.0.0.1:8080',
  secure: '',
  endpoint: 'http://127.0.0.1:4566',
  console: 'http://127.0.0.1:9080',
};

/** The small API with one method alone, and more said of the API. */
function oneMethod(method: Partial<Method>, api: Partial<Api> = {}): Definition {
  const definition = smallDefinition();
  const [first] = definition.apis;
  const whole = first!.resources.flatMap((resource) => resource.methods)[0]!;
  const resource = first!.resources.find(({ path }) => path === '/pets')!;
  const methods = [{ ...whole, resourcePath: '/pets', ...method }];
  return { ...definition, apis: [{ ...first!, resources: [{ ...resource, methods }], ...api }] };
}

const curlOf = (definition: Definition): string => tryNext(addresses, definition, '')[0]!;
const url = 'http://127.0.0.1:8080/_aws/execute-api/abcdefghij/prod/pets';

test('a method that is read is asked with GET, whatever its name', () => {
  assert.equal(curlOf(oneMethod({ httpMethod: 'GET' })), `curl -i ${url}`);
  assert.equal(curlOf(oneMethod({ httpMethod: 'ANY' })), `curl -i ${url}`);
});

test('an API that has only POST is asked with POST, and explained with it', () => {
  const definition = oneMethod({ httpMethod: 'POST', resourcePath: '/pets/{id}' });
  const [curl, explain] = tryNext(addresses, definition, '--data here');
  assert.equal(curl, `curl -i -X POST -H 'Content-Type: application/json' -d '{}' ${url}/x`);
  assert.match(
    explain!,
    / explain POST \/_aws\/execute-api\/abcdefghij\/prod\/pets\/x --from .* --data here$/,
  );
});

test('what a method asks of its callers has its place', () => {
  const authorizer = { id: 'a', origin: NOWHERE, authorizerId: 'abc123', name: 'a' };
  const by = (type: string, settings: object): string =>
    curlOf(
      oneMethod(
        { httpMethod: 'GET', authorizationType: 'CUSTOM', authorizerId: 'abc123' },
        { authorizers: [{ ...authorizer, type, settings }] },
      ),
    );
  assert.equal(
    curlOf(oneMethod({ httpMethod: 'GET', apiKeyRequired: true })),
    `curl -i -H 'x-api-key: KEY' ${url}`,
  );
  assert.equal(
    curlOf(oneMethod({ httpMethod: 'GET', authorizationType: 'AWS_IAM' })),
    `curl -i --aws-sigv4 aws:amz:us-east-1:execute-api --user ACCESS_KEY:SECRET ${url}`,
  );
  assert.equal(by('BASIC', {}), `curl -i -u NAME:PASSWORD ${url}`);
  assert.equal(by('JWT', {}), `curl -i -H 'Authorization: Bearer TOKEN' ${url}`);
  assert.equal(
    by('REQUEST', { identitySources: ['method.request.header.X-Who', 'context.path'] }),
    `curl -i -H 'X-Who: VALUE' ${url}`,
  );
});

test('an API that answers at a domain of its own alone is asked there', () => {
  const hosts = [{ host: 'api.example.com', basePath: '/v1', stage: 'prod' }];
  const definition = oneMethod({ httpMethod: 'GET' }, { hosts, disableExecuteApiEndpoint: true });
  const [curl, explain] = tryNext(addresses, definition, '');
  assert.equal(curl, "curl -i -H 'Host: api.example.com' http://127.0.0.1:8080/v1/pets");
  assert.match(explain!, / explain GET http:\/\/api\.example\.com\/v1\/pets --from /);
});
