import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';
import { dispatcher, routed } from './site.ts';

/** What CDK's `addCorsPreflight` writes for one origin. */
const preflight = {
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  responses: [
    {
      statusCode: '204',
      responseParameters: {
        'method.response.header.Access-Control-Allow-Headers': "'Content-Type,X-Api-Key'",
        'method.response.header.Access-Control-Allow-Origin': "'*'",
        'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET'",
      },
    },
  ],
};

async function ask(settings: object, headers: string[] = [], chunks: string[] = []) {
  const x = routed(paperRequest({ method: 'OPTIONS', headers }, new PaperWire(chunks)));
  try {
    return await dispatcher({ type: 'MOCK', settings, variables: { v: 'one' } })(x);
  } catch (fault) {
    return faultAnswer(x, fault).answer;
  }
}

describe('a mock', () => {
  test('answers a CORS preflight as the CDK defines it', async () => {
    const answer = await ask(preflight, ['Origin', 'https://a.test']);
    assert.equal(answer.status, 204);
    assert.deepEqual(answer.headers.slice(0, -2), [
      'Content-Type',
      'application/json',
      'Access-Control-Allow-Headers',
      'Content-Type,X-Api-Key',
      'Access-Control-Allow-Origin',
      '*',
      'Access-Control-Allow-Methods',
      'OPTIONS,GET',
    ]);
  });

  const templates: [string, number][] = [
    ['{ statusCode: 200 }', 200],
    ['{"statusCode":200}', 200],
    ['{"statusCode": "200"}', 200],
    ["{ 'statusCode' : 200, }", 200],
    ['{\n  "a": 1,\n  "statusCode": 200\n}', 200],
    ['{ statusCode: $input.params("s") }', 500],
    ['#set($x = 1){ statusCode: 200 }', 200],
    ['#if($input.params("none") == ""){"statusCode": 204}#else{"statusCode": 99}#end', 200],
    ['#if(', 500],
    ['{ "xstatusCode": 200 }', 500],
    ['{ statusCode: 99 }', 500],
    ['statusCode: 200', 500],
    ['', 500],
  ];
  for (const [template, status] of templates) {
    test(`with the template ${JSON.stringify(template)} answers ${status}`, async () => {
      const requestTemplates = { 'application/json': template };
      const answer = await ask({ requestTemplates, responses: [{ statusCode: '200' }] });
      assert.equal(answer.status, status);
    });
  }

  test('chooses by pattern, then by its own status, then the default', async () => {
    const responses = [
      { statusCode: '400', selectionPattern: '4\\d\\d', responseTemplates: { 'text/plain': 'four' } },
      { statusCode: '404', selectionPattern: '40\\d', responseTemplates: { 'text/plain': 'none' } },
      { statusCode: '200', responseTemplates: { 'application/json': '{"v":1}' } },
    ];
    const by = async (status: number) =>
      (await ask({ requestTemplates: { 'application/json': `{ statusCode: ${status} }` }, responses })).body;
    assert.equal(await by(404), 'none');
    assert.equal(await by(402), 'four');
    assert.equal(await by(500), '{"v":1}');
  });

  test('without a response for its status is a 500', async () => {
    const responses = [{ statusCode: '400', selectionPattern: '400' }];
    const answer = await ask({ requestTemplates: { 'application/json': '{ statusCode: 200 }' }, responses });
    assert.deepEqual([answer.status, answer.body], [500, '{"message": "Internal server error"}']);
  });

  test('maps stage variables and context, and leaves out what cannot stand in a header', async () => {
    const responseParameters = {
      'method.response.header.X-V': 'stageVariables.v',
      'method.response.header.X-Id': 'context.requestId',
      'method.response.header.X-Bad': "'a\r\nb'",
      'method.response.header.Content-Type': "'text/html'",
    };
    const answer = await ask({ ...preflight, responses: [{ statusCode: '200', responseParameters }] });
    assert.deepEqual(answer.headers.slice(0, -2), [
      'X-V',
      'one',
      'X-Id',
      paperRequest().id,
      'Content-Type',
      'text/html',
    ]);
  });

  test('answers the preflight of several origins as the CDK defines it', async () => {
    const responseTemplates = {
      'application/json': `#set($origin = $input.params().header.get("Origin"))
#if($origin == "") #set($origin = $input.params().header.get("origin")) #end
#if($origin.matches("https://a.test") || $origin.matches("https://b.test"))
  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end`,
    };
    const response = {
      ...preflight.responses[0]!,
      responseParameters: {
        'method.response.header.Access-Control-Allow-Origin': "'https://a.test'",
        'method.response.header.Vary': "'Origin'",
      },
      responseTemplates,
    };
    const origin = async (...headers: string[]) => {
      const answer = await ask({ ...preflight, responses: [response] }, headers);
      assert.equal(answer.status, 204);
      const at = answer.headers.indexOf('Access-Control-Allow-Origin');
      return answer.headers[at + 1];
    };
    assert.equal(await origin('Origin', 'https://b.test'), 'https://b.test');
    assert.equal(await origin('origin', 'https://b.test'), 'https://b.test');
    assert.equal(await origin('Origin', 'https://evil.test'), 'https://a.test');
    assert.equal(
      await origin('Origin', 'https://axtest'),
      'https://axtest',
      'a dot of a pattern is any character',
    );
    assert.equal(await origin(), 'https://a.test');
  });

  test('passes on, or turns away, content that has no template', async () => {
    const typed = ['Content-Type', 'text/plain'];
    const responses = [{ statusCode: '200' }];
    const { requestTemplates } = preflight;
    const body = ['{"statusCode": 200}'];
    assert.equal((await ask({ requestTemplates, responses }, typed, body)).status, 200);
    assert.equal((await ask({ requestTemplates, responses }, typed)).status, 500);
    for (const passthroughBehavior of ['NEVER', 'WHEN_NO_TEMPLATES']) {
      const answer = await ask({ requestTemplates, responses, passthroughBehavior }, typed, body);
      assert.deepEqual([answer.status, answer.body], [415, '{"message": "Unsupported Media Type"}']);
    }
    assert.equal(
      (await ask({ responses, passthroughBehavior: 'WHEN_NO_TEMPLATES' }, typed, body)).status,
      200,
    );
    assert.equal((await ask({ responses, passthroughBehavior: 'NEVER' }, typed, body)).status, 415);
  });
});
