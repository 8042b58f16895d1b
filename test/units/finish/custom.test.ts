import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../../../src/base/decision.ts';
import { Fault } from '../../../src/base/fault.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { GatewayResponse } from '../../../src/define/model/gateway-response.ts';
import { compileRefusals } from '../../../src/guard/finish/custom/refusals.ts';
import { faultAnswer, gatewayAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { smallDefinition } from '../../definition.ts';
import { paperRequest } from '../paper-wire.ts';

function refusals(...responses: Partial<GatewayResponse>[]) {
  const definition = smallDefinition();
  const api = definition.apis[0]!;
  const whole = responses.map(
    (response): GatewayResponse => ({
      id: 'small/Response',
      origin: NOWHERE,
      responseType: 'DEFAULT_4XX',
      statusCode: null,
      responseParameters: {},
      responseTemplates: {},
      ...response,
    }),
  );
  const stage = { ...api.stages[0]!, variables: { team: 'pets' } };
  return compileRefusals({
    definition,
    api: { ...api, gatewayResponses: whole },
    stage,
    resource: null,
    method: null,
  });
}

const headersOf = (headers: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    headers.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), headers[i + 1]!]] : [])),
  );

const throttled = refuse('THROTTLED', 'a');
const broken = refuse('API_CONFIGURATION_ERROR', '');

test('without gateway responses nothing is looked at, and nothing changes', () => {
  assert.equal(refusals(), null);
});

test('a family stands for every type that has none of its own, and leaves them their status', () => {
  const x = paperRequest();
  x.refusals = refusals({
    responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
  });
  const answer = gatewayAnswer(x, throttled);
  assert.equal(answer.status, 429);
  assert.equal(answer.body, '{"message":"Too Many Requests"}');
  assert.equal(headersOf(answer.headers)['access-control-allow-origin'], '*');
  assert.equal(headersOf(answer.headers)['x-amzn-errortype'], 'TooManyRequestsException');
  assert.equal(gatewayAnswer(x, throttled), answer, 'what is constant is made once');
  assert.ok(Object.isFrozen(answer.headers));
  assert.equal(headersOf(gatewayAnswer(x, broken).headers)['access-control-allow-origin'], undefined);
});

test('a type of its own goes before its family, and is not merged with it', () => {
  const x = paperRequest();
  x.refusals = refusals(
    { statusCode: 418, responseParameters: { 'gatewayresponse.header.X-Family': "'yes'" } },
    { responseType: 'THROTTLED', responseTemplates: { 'application/json': '{"slow":"down"}' } },
  );
  const own = gatewayAnswer(x, throttled);
  assert.deepEqual([own.status, own.body], [429, '{"slow":"down"}']);
  assert.equal(headersOf(own.headers)['x-family'], undefined);
  assert.equal(gatewayAnswer(x, refuse('QUOTA_EXCEEDED', '')).status, 418);
});

test('templates have what is known of the refusal and the request, escaped for what they write', () => {
  const x = paperRequest({ target: '/pets?q=%22%7D%3Cb%3E', headers: ['X-Mine', 'a"b'] });
  x.complaint = '[object has "x"]';
  x.resourcePath = '/pets';
  const template =
    '{"m":$context.error.messageString,"t":"$context.error.responseType","v":"${context.error.validationErrorString}","q":"$method.request.querystring.q","h":"$method.request.header.X-Mine","s":"$stageVariables.team","r":"$context.resourcePath","id":"$context.requestId","none":"$context.nothing$stageVariables.none"}';
  x.refusals = refusals({
    responseType: 'BAD_REQUEST_BODY',
    responseTemplates: { 'application/json': template, 'text/html': '<p>$method.request.querystring.q</p>' },
  });
  const { body } = gatewayAnswer(x, refuse('BAD_REQUEST_BODY', ''));
  assert.deepEqual(JSON.parse(String(body)), {
    m: 'Invalid request body',
    t: 'BAD_REQUEST_BODY',
    v: '[object has "x"]',
    q: '"}<b>',
    h: 'a"b',
    s: 'pets',
    r: '/pets',
    id: x.id,
    none: '',
  });
  const html = paperRequest({ target: '/pets?q=%3Cscript%3E', headers: ['Accept', 'text/html;q=1, */*'] });
  html.refusals = x.refusals;
  const answer = gatewayAnswer(html, refuse('BAD_REQUEST_BODY', ''));
  assert.equal(answer.body, '<p>&#60;script&#62;</p>');
  assert.equal(headersOf(answer.headers)['content-type'], 'text/html');
});

test('a header may come from the request, and cannot begin another line', () => {
  const x = paperRequest({ target: '/?a=b%0d%0aX-Evil:%201', headers: ['Origin', 'https://pets.test'] });
  x.refusals = refusals({
    responseParameters: {
      'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
      'gatewayresponse.header.X-Evil': 'method.request.querystring.a',
      'gatewayresponse.header.X-Nothing': 'method.request.header.Nothing',
      'gatewayresponse.header.content-type': "'application/problem+json'",
    },
  });
  const { headers } = gatewayAnswer(x, throttled);
  const found = headersOf(headers);
  assert.equal(found['access-control-allow-origin'], 'https://pets.test');
  assert.equal(found['content-type'], 'application/problem+json');
  assert.equal(headers.filter((name) => name.toLowerCase() === 'content-type').length, 1);
  assert.ok(!('x-evil' in found) && !('x-nothing' in found));
});

test('faults have their form too; what a web ACL answers with itself is left alone', () => {
  const x = paperRequest();
  x.refusals = refusals(
    { responseType: 'DEFAULT_5XX', statusCode: 503, responseTemplates: { 'text/plain': 'later' } },
    { responseType: 'WAF_FILTERED', statusCode: 404 },
  );
  const { answer } = faultAnswer(x, new Fault('upstream.refused', 'upstream', 'refused'));
  assert.deepEqual([answer.status, answer.body], [503, 'later']);
  assert.equal(headersOf(answer.headers)['content-type'], 'text/plain');
  assert.ok(headersOf(answer.headers)['x-amzn-trace-id']);
  assert.equal(gatewayAnswer(x, refuse('WAF_FILTERED', '')).status, 404);
  const prepared = refuse('WAF_FILTERED', '', { status: 451, headers: [], body: 'no' });
  assert.equal(gatewayAnswer(x, prepared).status, 451);
  assert.equal(faultAnswer(x, new Error('ours')).answer.status, 503);
});

test('a denial loses its capital letter when its form is chosen', () => {
  const x = paperRequest();
  assert.match(String(gatewayAnswer(x, refuse('ACCESS_DENIED', '')).body), /^\{"Message"/);
  x.refusals = refusals({ responseType: 'ACCESS_DENIED' });
  assert.equal(
    gatewayAnswer(x, refuse('ACCESS_DENIED', '')).body,
    '{"message":"User is not authorized to access this resource"}',
  );
});
