import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Reason, refuse } from '../../../src/base/decision.ts';
import { Fault } from '../../../src/base/fault.ts';
import { finish } from '../../../src/guard/finish/finish.ts';
import { faultAnswer, gatewayAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';

const refusals: [Exclude<Reason, ''>, number, string, string][] = [
  ['THROTTLED', 429, '{"message":"Too Many Requests"}', 'TooManyRequestsException'],
  ['QUOTA_EXCEEDED', 429, '{"message":"Limit Exceeded"}', 'LimitExceededException'],
  ['WAF_FILTERED', 403, '{"message":"Forbidden"}', 'ForbiddenException'],
  ['FORBIDDEN', 403, '{"message":"Forbidden"}', 'ForbiddenException'],
  ['INVALID_API_KEY', 403, '{"message":"Forbidden"}', 'ForbiddenException'],
  [
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    '{"message":"Missing Authentication Token"}',
    'MissingAuthenticationTokenException',
  ],
  ['UNAUTHORIZED', 401, '{"message":"Unauthorized"}', 'UnauthorizedException'],
  [
    'ACCESS_DENIED',
    403,
    '{"Message":"User is not authorized to access this resource"}',
    'AccessDeniedException',
  ],
  ['AUTHORIZER_CONFIGURATION_ERROR', 500, '{"message":null}', 'AuthorizerConfigurationException'],
  ['BAD_REQUEST_BODY', 400, '{"message": "Invalid request body"}', 'BadRequestException'],
  ['INTEGRATION_TIMEOUT', 504, '{"message": "Endpoint request timed out"}', 'InternalServerErrorException'],
  [
    'INTEGRATION_FAILURE',
    504,
    '{"message": "Network error communicating with endpoint"}',
    'InternalServerErrorException',
  ],
  ['API_CONFIGURATION_ERROR', 500, '{"message": "Internal server error"}', 'InternalServerErrorException'],
  [
    'REQUEST_TOO_LARGE',
    413,
    '{"message":"HTTP content length exceeded 10485760 bytes"}',
    'RequestTooLargeException',
  ],
  ['BAD_REQUEST', 400, '{"message":"Bad Request"}', 'BadRequestException'],
  ['HEADERS_TOO_LARGE', 431, '{"message":"Request Header Fields Too Large"}', 'BadRequestException'],
  ['URI_TOO_LONG', 414, '{"message":"Request URI too long"}', 'BadRequestException'],
];

describe('a refusal', () => {
  for (const [reason, status, body, type] of refusals) {
    test(`for ${reason} has the very bytes of API Gateway`, () => {
      const answer = gatewayAnswer(paperRequest(), refuse(reason, 'id'));
      assert.deepEqual([answer.status, answer.body], [status, body]);
      assert.deepEqual(answer.headers.slice(0, 4), [
        'Content-Type',
        'application/json',
        'x-amzn-ErrorType',
        type,
      ]);
    });
  }

  test('has its answer made once', () => {
    const decision = refuse('THROTTLED', 'bucket');
    assert.equal(gatewayAnswer(paperRequest(), decision), gatewayAnswer(paperRequest(), decision));
  });

  test('gives way to what a web ACL prepared', () => {
    const prepared = { status: 418, headers: ['Content-Type', 'text/plain', 'x-why', 'tea'], body: 'no' };
    const answer = gatewayAnswer(paperRequest(), refuse('WAF_FILTERED', 'rule', prepared));
    assert.deepEqual([answer.status, answer.headers, answer.body], [418, prepared.headers, 'no']);
  });

  test('of an unknown route asked with credentials shows them as a digest only', () => {
    const x = paperRequest({ headers: ['Host', 'h', 'Authorization', 'Bearer secret'] });
    const answer = gatewayAnswer(x, refuse('MISSING_AUTHENTICATION_TOKEN', ''));
    assert.equal(answer.headers[3], 'IncompleteSignatureException');
    assert.match(String(answer.body), /hashed with SHA-256/);
    assert.doesNotMatch(String(answer.body), /secret/);
  });

  test('raised while a method executes carries a trace id, one of the front layer does not', () => {
    const traced = gatewayAnswer(paperRequest(), refuse('BAD_REQUEST_BODY', ''));
    assert.match(traced.headers[5]!, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    assert.equal(gatewayAnswer(paperRequest(), refuse('THROTTLED', '')).headers.length, 4);
  });
});

const faultCases: [string, number, string, Reason][] = [
  ['client.malformed', 400, '{"message":"Bad Request"}', 'BAD_REQUEST'],
  ['client.too-large', 413, '{"message":"HTTP content length exceeded 10485760 bytes"}', 'REQUEST_TOO_LARGE'],
  ['client.uri-too-long', 414, '{"message":"Request URI too long"}', 'URI_TOO_LONG'],
  ['client.headers-too-large', 431, '{"message":"Request Header Fields Too Large"}', 'HEADERS_TOO_LARGE'],
  ['client.too-slow', 408, '{"message":"Request Timeout"}', 'BAD_REQUEST'],
  ['client.unsupported', 501, '{"message":"Not Implemented"}', 'BAD_REQUEST'],
  ['function.error', 502, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.malformed', 502, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.timeout', 502, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.too-large', 502, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.throttled', 500, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.missing', 500, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['function.request-too-large', 413, '{"message":"Request Too Long"}', 'REQUEST_TOO_LARGE'],
  [
    'upstream.refused',
    504,
    '{"message": "Network error communicating with endpoint"}',
    'INTEGRATION_FAILURE',
  ],
  ['upstream.reset', 504, '{"message": "Network error communicating with endpoint"}', 'INTEGRATION_FAILURE'],
  ['upstream.timeout', 504, '{"message": "Endpoint request timed out"}', 'INTEGRATION_TIMEOUT'],
  ['upstream.malformed', 502, '{"message": "Internal server error"}', 'INTEGRATION_FAILURE'],
  ['gateway.configuration', 500, '{"message": "Internal server error"}', 'API_CONFIGURATION_ERROR'],
  ['gateway.nobody-knows', 500, '{"message":"Internal server error"}', 'INTERNAL_FAILURE'],
];

describe('a fault', () => {
  for (const [code, status, body, reason] of faultCases) {
    test(`${code} is answered ${status}`, () => {
      const { answer, decision } = faultAnswer(paperRequest(), new Fault(code, 'gateway', 'the secret why'));
      assert.deepEqual([answer.status, answer.body, decision.reason], [status, body, reason]);
    });
  }

  test('that nobody foresaw is a 500 that tells nothing of itself', () => {
    for (const thrown of [new Error('password=hunter2'), 'hunter2', undefined, null]) {
      const { answer, decision } = faultAnswer(paperRequest(), thrown);
      assert.equal(answer.status, 500);
      assert.equal(decision.reason, 'INTERNAL_FAILURE');
      assert.doesNotMatch(JSON.stringify(answer), /hunter2/);
    }
  });
});

describe('finish', () => {
  test('adds both request ids and sends once, whoever asks first', () => {
    const wire = new PaperWire();
    const x = paperRequest({}, wire);
    finish(x, { status: 200, headers: ['A', 'b'], body: 'first', length: -1 });
    finish(x, { status: 500, headers: [], body: 'second', length: -1 });
    assert.deepEqual([wire.sends, wire.status, String(wire.body)], [1, 200, 'first']);
    assert.equal(wire.sent('x-amzn-requestid'), x.id);
    assert.match(wire.sent('x-amz-apigw-id'), /^[A-Za-z0-9+/]{15}=$/);
    assert.equal(x.status, 200);
  });

  test('waits only for a body that streams', async () => {
    const wire = new PaperWire();
    const parts = [Buffer.from('a'), Buffer.from('b'), null];
    const body = { pull: () => parts.shift() as Buffer | null, drop() {} };
    const sent = finish(paperRequest({}, wire), { status: 200, headers: [], body, length: 2 });
    assert.ok(sent instanceof Promise);
    await sent;
    assert.deepEqual([String(wire.body), wire.announced], ['ab', 2]);
  });
});
