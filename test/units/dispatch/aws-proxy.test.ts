import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fault } from '../../../src/base/fault.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { LambdaFunction } from '../../../src/define/model/function.ts';
import { faultAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';
import { dispatcher, givenWith, type Place, routed } from './site.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:greeter';
const place = (more: Partial<Place> = {}): Place => ({
  type: 'AWS_PROXY',
  settings: { functionArn },
  resourcePath: '/pets/{id}',
  ...more,
});

/** What the function is sent for a request. */
async function eventOf(
  x: ReturnType<typeof paperRequest>,
  more: Partial<Place> = {},
): Promise<Record<string, unknown>> {
  let sent = '';
  const given = givenWith(async (arn, event) => {
    assert.equal(arn, functionArn);
    sent = event;
    return { outcome: 'answered', payload: '{}', durationMs: 1 };
  });
  await dispatcher(place(more), given)(x);
  return JSON.parse(sent);
}

/** What the client gets when the function returns this text. */
async function answerTo(
  payload: string,
  more: Partial<Place> = {},
  headers = ['Host', 'h'],
): Promise<{ status: number; body: string | Buffer; headers: readonly string[] }> {
  const given = givenWith(async () => ({ outcome: 'answered', payload, durationMs: 1 }));
  const x = routed(paperRequest({ headers }), { id: '7' });
  try {
    const answer = await dispatcher(place(more), given)(x);
    return { ...answer, body: answer.body as string | Buffer };
  } catch (fault) {
    const { answer } = faultAnswer(x, fault);
    return { ...answer, body: answer.body as string };
  }
}

describe('the event of a function', () => {
  test('is the one API Gateway sends', async () => {
    const x = paperRequest(
      {
        method: 'POST',
        target: '/prod/pets/caf%C3%A9?a=1&a=2&b=x%20y+z;c',
        headers: [
          ['Host', 'api.test:8080'],
          ['accept', 'text/html'],
          ['authorization', 'Bearer t'],
          ['user-agent', 'test/1'],
          ['X-Two', '1'],
          ['x-two', '2'],
          ['__proto__', 'p'],
          ['Content-Length', '5'],
          ['Connection', 'close'],
          ['TE', 'trailers'],
          ['Expect', '100-continue'],
          ['X-Forwarded-For', '198.51.100.1'],
          ['X-Amzn-Waf-Verified', 'yes'],
          ['X_Amzn_Waf_Verified', 'yes'],
          ['X-Amzn-Trace-Id', 'Root=1-65542e80-0123456789abcdef01234567;Sampled=1'],
        ].flat(),
      },
      new PaperWire(['hé', 'llo']),
    );
    x.inserted = ['x-amzn-waf-seen', 'yes'];
    const event = await eventOf(routed(x, { id: 'café' }, '/pets/caf%C3%A9'), { variables: { v: '1' } });
    const trace = 'Root=1-65542e80-0123456789abcdef01234567';
    const last: [string, string][] = [
      ['accept', 'text/html'],
      ['Authorization', 'Bearer t'],
      ['User-Agent', 'test/1'],
      ['X-Two', '2'],
      ['__proto__', 'p'],
      ['x-amzn-waf-seen', 'yes'],
      ['Host', 'api.test:8080'],
      ['X-Amzn-Trace-Id', trace],
      ['X-Forwarded-For', '198.51.100.1, 203.0.113.7'],
      ['X-Forwarded-Port', '8080'],
      ['X-Forwarded-Proto', 'http'],
    ];
    assert.deepEqual(Object.entries(event.headers as object), last);
    assert.deepEqual(
      Object.entries(event.multiValueHeaders as object),
      last.map(([name, value]) => [name, name === 'X-Two' ? ['1', '2'] : [value]]),
    );
    const { headers, multiValueHeaders, ...rest } = event;
    assert.deepEqual(rest, {
      resource: '/pets/{id}',
      path: '/pets/caf%C3%A9',
      httpMethod: 'POST',
      queryStringParameters: { a: '2', b: 'x y z', c: '' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y z'], c: [''] },
      pathParameters: { id: 'café' },
      stageVariables: { v: '1' },
      requestContext: {
        resourceId: 'res123',
        resourcePath: '/pets/{id}',
        httpMethod: 'POST',
        extendedRequestId: (event.requestContext as Record<string, string>).extendedRequestId,
        requestTime: '14/Nov/2023:22:13:20 +0000',
        path: '/prod/pets/caf%C3%A9',
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
        stage: 'prod',
        domainPrefix: 'api',
        requestTimeEpoch: 1_700_000_000_000,
        requestId: x.id,
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          cognitoIdentityId: null,
          caller: null,
          sourceIp: '203.0.113.7',
          principalOrgId: null,
          accessKey: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          userArn: null,
          userAgent: 'test/1',
          user: null,
        },
        domainName: 'api.test',
        deploymentId: 'dep123',
        apiId: 'abcdefghij',
      },
      body: 'héllo',
      isBase64Encoded: false,
    });
  });

  test('has null where there is nothing', async () => {
    const event = await eventOf(routed(paperRequest({ target: '/pets' }), {}));
    for (const key of [
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'stageVariables',
      'body',
    ]) {
      assert.equal(event[key], null, key);
    }
  });

  const binary: [string, readonly string[], string[], boolean][] = [
    ['a listed type', ['image/png'], ['Content-Type', 'image/png'], true],
    ['a listed type with parameters', ['image/png'], ['content-type', 'Image/PNG; q=1'], true],
    ['a family', ['image/*'], ['Content-Type', 'image/gif'], true],
    ['everything', ['*/*'], [], true],
    ['another type', ['image/png'], ['Content-Type', 'text/plain'], false],
    ['no type, which is JSON', ['application/json'], [], true],
    ['nothing listed', [], ['Content-Type', 'image/png'], false],
  ];
  for (const [name, binaryMediaTypes, headers, base64] of binary) {
    test(`has its body ${base64 ? 'in base64' : 'as text'} for ${name}`, async () => {
      const x = paperRequest({ method: 'POST', headers: ['Host', 'h', ...headers] }, new PaperWire(['abc']));
      const event = await eventOf(routed(x), { binaryMediaTypes });
      assert.deepEqual([event.body, event.isBase64Encoded], base64 ? ['YWJj', true] : ['abc', false]);
    });
  }

  test('over 6 MB is turned away before it is sent', async () => {
    const x = routed(paperRequest({ method: 'POST' }, new PaperWire([Buffer.alloc(6 << 20, 'x')])));
    await assert.rejects(
      eventOf(x),
      (fault) => fault instanceof Fault && fault.code === 'function.request-too-large',
    );
  });
});

describe('what a function returns', () => {
  const malformed: [string, string][] = [
    ['no JSON', 'hello'],
    ['null', 'null'],
    ['a string', '"hello"'],
    ['a number', '7'],
    ['an array', '[]'],
    ['another key', '{"statusCode":200,"cookies":[]}'],
    ['a thrown error', '{"errorMessage":"x","errorType":"Error"}'],
    ['a body that is an object', '{"body":{"a":1}}'],
    ['a body that is a number', '{"body":1}'],
    ['a status that is none', '{"statusCode":99}'],
    ['an interim status', '{"statusCode":101}'],
    ['a status too high', '{"statusCode":600}'],
    ['a status with a fraction', '{"statusCode":200.5}'],
    ['a status that is a word', '{"statusCode":"OK"}'],
    ['a status that is an object', '{"statusCode":{}}'],
    ['headers that are an array', '{"headers":["a"]}'],
    ['headers that are a string', '{"headers":"a: b"}'],
    ['a header that is a number', '{"headers":{"A":1}}'],
    ['a header that is an array', '{"headers":{"A":["x"]}}'],
    ['a header with a line break', '{"headers":{"A":"x\\r\\nEvil: 1"}}'],
    ['a header with a line feed', '{"headers":{"A":"x\\ny"}}'],
    ['a header with a NUL', '{"headers":{"A":"\\u0000"}}'],
    ['a header without a name', '{"headers":{"":"x"}}'],
    ['a header name with a line break', '{"headers":{"A\\r\\nB":"x"}}'],
    ['a header name with a space', '{"headers":{"A B":"x"}}'],
    ['multi-value headers without arrays', '{"multiValueHeaders":{"A":"x"}}'],
    ['multi-value headers with numbers', '{"multiValueHeaders":{"A":[1]}}'],
    ['isBase64Encoded that is a word', '{"isBase64Encoded":"yes"}'],
  ];
  for (const [name, payload] of malformed) {
    test(`is a 502 when it is ${name}`, async () => {
      const answer = await answerTo(payload);
      assert.deepEqual([answer.status, answer.body], [502, '{"message": "Internal server error"}']);
    });
  }

  const wellFormed: [string, string, number, string, string[]][] = [
    ['nothing at all', '{}', 200, '', ['Content-Type', 'application/json']],
    [
      'nulls',
      '{"statusCode":null,"headers":null,"body":null,"multiValueHeaders":null,"isBase64Encoded":null}',
      200,
      '',
      ['Content-Type', 'application/json'],
    ],
    ['a status in words', '{"statusCode":"201","body":"x"}', 201, 'x', ['Content-Type', 'application/json']],
    [
      'booleans among headers',
      '{"headers":{"content-type":"text/plain","A":true}}',
      200,
      '',
      ['content-type', 'text/plain', 'A', 'true'],
    ],
    [
      'both kinds of headers',
      '{"headers":{"A":"1","B":"2"},"multiValueHeaders":{"a":["3","4"]}}',
      200,
      '',
      ['a', '3', 'a', '4', 'B', '2', 'Content-Type', 'application/json'],
    ],
    [
      'headers that are the gateway’s',
      '{"headers":{"Content-Length":"9","Connection":"close","Date":"d","Transfer-Encoding":"chunked","Via":"v","WWW-Authenticate":"Basic","X-Amzn-ErrorType":"Mine","x-amzn-requestid":"r","content-type":"a/b"}}',
      200,
      '',
      [
        ['x-amzn-Remapped-Connection', 'close'],
        ['x-amzn-Remapped-Date', 'd'],
        ['x-amzn-Remapped-WWW-Authenticate', 'Basic'],
        ['X-Amzn-ErrorType', 'Mine'],
        ['x-amzn-Remapped-x-amzn-requestid', 'r'],
        ['content-type', 'a/b'],
      ].flat(),
    ],
    [
      'a letter that would be a line feed as latin1',
      '{"headers":{"A":"\\u010a","content-type":"a/b"}}',
      200,
      '',
      ['A', Buffer.from('Ċ').toString('latin1'), 'content-type', 'a/b'],
    ],
  ];
  for (const [name, payload, status, body, headers] of wellFormed) {
    test(`may have ${name}`, async () => {
      const answer = await answerTo(payload);
      assert.deepEqual([answer.status, answer.body], [status, body]);
      assert.deepEqual(answer.headers.slice(0, -2), headers);
      assert.match(answer.headers.at(-1)!, /^Root=1-/);
    });
  }

  test('is decoded from base64 only for a caller that wants bytes first', async () => {
    const payload = '{"body":"aGk=","isBase64Encoded":true}';
    const more = { binaryMediaTypes: ['image/png'] };
    const accept = (value: string) => answerTo(payload, more, ['Accept', value]);
    assert.deepEqual((await accept('image/png, */*')).body, Buffer.from('hi'));
    assert.equal((await accept('*/*')).body, 'aGk=');
    assert.equal((await accept('text/html, image/png')).body, 'aGk=');
    assert.deepEqual((await answerTo(payload, { binaryMediaTypes: ['*/*'] })).body, Buffer.from('hi'));
    assert.equal((await answerTo(payload)).body, 'aGk=');
    assert.equal((await answerTo('{"body":"aGk="}', { binaryMediaTypes: ['*/*'] })).body, 'aGk=');
  });
});

describe('a function that', () => {
  const outcomes = [
    ['throws', { outcome: 'error', payload: '{"errorMessage":"secret"}', durationMs: 1 }, 502, 200],
    ['runs into its timeout', { outcome: 'timeout', payload: '{}', durationMs: 1 }, 502, 200],
    ['has no concurrency left', { outcome: 'throttled' }, 500, 429],
    ['is missing', { outcome: 'missing', message: 'secret' }, 500, 404],
    ['returns too much', { outcome: 'too-large', side: 'response' }, 502, 413],
    ['is sent too much', { outcome: 'too-large', side: 'request' }, 413, 413],
  ] as const;
  for (const [name, invocation, status, integrationStatus] of outcomes) {
    test(`${name} gives ${status}`, async () => {
      const x = routed(paperRequest());
      const asked = dispatcher(
        place(),
        givenWith(async () => invocation),
      )(x);
      const { answer } = faultAnswer(x, await asked.catch((fault) => fault));
      assert.equal(answer.status, status);
      assert.doesNotMatch(String(answer.body), /secret/);
      assert.equal(x.integrationStatus, integrationStatus);
    });
  }

  test('API Gateway may not invoke gives 500, and is not asked', async () => {
    const greeter = (sourceArn: string, principal = 'apigateway.amazonaws.com'): LambdaFunction => ({
      ...{ id: 's/greeter', origin: NOWHERE, name: 'greeter', arn: functionArn, runtime: 'nodejs24.x' },
      ...{ handler: 'index.handler', code: { inline: '' }, environment: {}, timeoutMs: 3000, memoryMb: 128 },
      ...{ reservedConcurrency: null, logGroup: '', aliases: [], description: '', tags: {} },
      permissions: [{ principal, sourceArn, qualifier: '' }],
    });
    const api = 'arn:aws:execute-api:us-east-1:000000000000:abcdefghij';
    for (const [granted, status] of [
      [greeter(`${api}/prod/*/pets/*`), 200],
      [greeter(''), 200],
      [greeter(`${api}/test/*/pets/*`), 500],
      [greeter('', 'sns.amazonaws.com'), 500],
    ] as const) {
      const answer = await answerTo('{}', { functions: [granted] });
      assert.equal(answer.status, status, JSON.stringify(granted.permissions));
    }
  });

  test('is still running at the integration’s timeout gives 504', async () => {
    const x = routed(paperRequest());
    const settings = { functionArn, timeoutMs: 50 };
    const asked = dispatcher(
      place({ settings }),
      givenWith(() => new Promise(() => {})),
    )(x);
    const { answer } = faultAnswer(x, await asked.catch((fault) => fault));
    assert.deepEqual([answer.status, answer.body], [504, '{"message": "Endpoint request timed out"}']);
    assert.ok(x.integrationMs >= 49);
  });
});
