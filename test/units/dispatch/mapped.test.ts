import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Answer } from '../../../src/base/wire.ts';
import type { Invocation } from '../../../src/functions/invocation.ts';
import { faultAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';
import { dispatcher, givenWith, type Place, routed } from './site.ts';

interface Asked {
  readonly target?: string;
  readonly method?: string;
  readonly headers?: string[];
  readonly body?: string | Buffer;
  readonly params?: Record<string, string>;
  readonly inserted?: string[];
}

async function ask(
  place: Place,
  asked: Asked = {},
  invoke?: (arn: string, event: string) => Promise<Invocation>,
): Promise<Answer> {
  const { target = '/p', method = 'POST', headers = ['Content-Type', 'application/json'], body = '' } = asked;
  const chunks = body.length === 0 ? [] : [Buffer.from(body as string)];
  const x = routed(paperRequest({ target, method, headers }, new PaperWire(chunks)), asked.params ?? null);
  x.inserted = asked.inserted ?? null;
  try {
    return await dispatcher(place, givenWith(invoke))(x);
  } catch (fault) {
    return faultAnswer(x, fault).answer;
  }
}

const text = ({ body }: Answer): string => String(body);
const header = ({ headers }: Answer, name: string): string =>
  headers[headers.findIndex((own, i) => i % 2 === 0 && own.toLowerCase() === name) + 1] ?? '';

describe('an HTTP server behind templates', () => {
  let got: { method: string; url: string; headers: IncomingHttpHeaders; body: string };
  let reply: { status: number; headers: Record<string, string>; body: string | Buffer } = {
    status: 200,
    headers: {},
    body: '{}',
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      };
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  let uri = '';
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const place = (settings: object, more: Partial<Place> = {}): Place => ({
    type: 'HTTP',
    settings: { uri, httpMethod: 'POST', responses: [{ statusCode: '200' }], ...settings },
    ...more,
  });

  test('gets what a template makes of the body, mapped parameters, and none of the caller’s headers', async () => {
    const answer = await ask(
      place(
        {
          uri: `${uri}/v/{id}/\${stageVariables.team}?own=1`,
          requestParameters: {
            'integration.request.path.id': 'method.request.path.pet',
            'integration.request.querystring.page': 'method.request.querystring.p',
            'integration.request.header.X-Name': 'method.request.body.pet.name',
            'integration.request.header.X-All': 'method.request.multivalueheader.X-Many',
            'integration.request.header.X-Fixed': "'yes'",
          },
          requestTemplates: {
            'application/json':
              '#set($context.requestOverride.header.X-Over = "o")#set($context.requestOverride.querystring.z = "a&b"){"n": $input.json("$.pet.name")}',
          },
        },
        { variables: { team: 'dogs' }, resourcePath: '/p/{pet}' },
      ),
      {
        target: '/p?p=2&secret=1',
        headers: ['Content-Type', 'application/json', 'Cookie', 'a=b', 'X-Many', '1', 'X-Many', '2'],
        body: '{"pet":{"name":"rex"}}',
        params: { pet: 'a/b' },
      },
    );
    assert.equal(answer.status, 200);
    assert.equal(got.url, '/v/a%2Fb/dogs?own=1&page=2&z=a%26b');
    assert.equal(got.body, '{"n": "rex"}');
    assert.deepEqual(
      [got.headers['x-name'], got.headers['x-all'], got.headers['x-fixed'], got.headers['x-over']],
      ['rex', '1,2', 'yes', 'o'],
    );
    assert.equal(got.headers.cookie, undefined);
    assert.match(got.headers['user-agent']!, /^AmazonAPIGateway_/);
  });

  test('reads what the web ACL inserts, and nothing that a client wrote under such a name', async () => {
    const told = place({
      requestParameters: {
        'integration.request.header.X-Team': 'method.request.header.x-amzn-waf-team',
        'integration.request.header.X-Teams': 'method.request.multivalueheader.X-Amzn-Waf-Team',
        'integration.request.header.X-Other': 'method.request.header.x-amzn-waf-other',
      },
      requestTemplates: {
        'application/json':
          '$input.params("x-amzn-waf-team")|$input.params().header["x-amzn-waf-team"]|$input.params("x-amzn-waf-other")',
      },
    });
    const forged = ['Content-Type', 'application/json', 'X-Amzn-Waf-Team', 'red', 'x_amzn_waf_team', 'red'];
    const headers = [...forged, 'x-amzn-waf-other', '1'];
    await ask(told, { headers, inserted: ['x-amzn-waf-team', 'blue'], body: '{}' });
    assert.equal(got.body, 'blue|blue|');
    assert.deepEqual(
      [got.headers['x-team'], got.headers['x-teams'], got.headers['x-other']],
      ['blue', 'blue', undefined],
    );
    await ask(told, { headers, body: '{}' });
    assert.equal(got.body, '||', 'no rule has said so');
  });

  test('is chosen an answer for by its status, with headers and body mapped', async () => {
    reply = {
      status: 404,
      headers: { 'x-why': 'gone', 'content-type': 'application/json' },
      body: '{"error":{"text":"no \\"pet\\""}}',
    };
    const responses = [
      { statusCode: '200' },
      {
        statusCode: '410',
        selectionPattern: '40\\d',
        responseParameters: {
          'method.response.header.X-Why': 'integration.response.header.X-Why',
          'method.response.header.X-Text': 'integration.response.body.error.text',
          'method.response.header.X-None': 'integration.response.header.none',
        },
        responseTemplates: { 'application/json': '{"message": $input.json("$.error.text")}' },
      },
    ];
    const answer = await ask(place({ responses }));
    assert.equal(answer.status, 410);
    assert.equal(text(answer), '{"message": "no \\"pet\\""}');
    assert.deepEqual([header(answer, 'x-why'), header(answer, 'x-text')], ['gone', 'no "pet"']);
    assert.ok(!answer.headers.includes('X-None'));
    reply = { status: 500, headers: {}, body: 'oops' };
    assert.deepEqual(
      [(await ask(place({ responses }))).status, text(await ask(place({ responses })))],
      [200, 'oops'],
    );
    assert.equal((await ask(place({ responses: [responses[1]!] }))).status, 500, 'no response for it');
    reply = { status: 200, headers: {}, body: '{}' };
  });

  test('gets a body without a template as it came, or 415, as passthrough says', async () => {
    const templates = { 'application/json': 'T' };
    const xml = { headers: ['Content-Type', 'text/xml'], body: '<a/>' };
    for (const [passthroughBehavior, requestTemplates, status] of [
      ['WHEN_NO_MATCH', templates, 200],
      ['WHEN_NO_MATCH', {}, 200],
      ['WHEN_NO_TEMPLATES', templates, 415],
      ['WHEN_NO_TEMPLATES', {}, 200],
      ['NEVER', templates, 415],
      ['NEVER', {}, 415],
    ] as const) {
      const answer = await ask(place({ passthroughBehavior, requestTemplates }), xml);
      assert.equal(answer.status, status, `${passthroughBehavior} ${JSON.stringify(requestTemplates)}`);
      if (status === 200) assert.equal(got.body, '<a/>');
    }
    await ask(place({ requestTemplates: templates }), { headers: [], body: '{}' });
    assert.equal(got.body, 'T', 'no content type is application/json');
  });

  test('has bytes and text converted both ways as the media types and settings say', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0x00]);
    const binaryMediaTypes = ['image/png'];
    const png = { headers: ['Content-Type', 'image/png'], body: bytes };
    await ask(place({}, { binaryMediaTypes }), png);
    assert.equal(got.body, bytes.toString('latin1'));
    await ask(place({ contentHandling: 'CONVERT_TO_TEXT' }, { binaryMediaTypes }), png);
    assert.equal(got.body, bytes.toString('base64'));
    await ask(place({ contentHandling: 'CONVERT_TO_BINARY' }, { binaryMediaTypes }), {
      body: bytes.toString('base64'),
    });
    assert.equal(got.body, bytes.toString('latin1'));
    assert.equal(
      (await ask(place({ contentHandling: 'CONVERT_TO_BINARY' }), { body: '{"a":1}' })).status,
      500,
    );

    reply = { status: 200, headers: { 'content-type': 'image/png' }, body: bytes };
    const accept = (type: string) => ['Content-Type', 'application/json', 'Accept', type];
    const raw = await ask(place({}, { binaryMediaTypes }), { headers: accept('image/png') });
    assert.deepEqual(raw.body, bytes);
    assert.equal(header(raw, 'content-type'), 'image/png');
    const base64 = await ask(place({}, { binaryMediaTypes }), {
      headers: accept('application/json, image/png'),
    });
    assert.equal(text(base64), bytes.toString('base64'));
    reply = { status: 200, headers: { 'content-type': 'text/plain' }, body: bytes.toString('base64') };
    assert.deepEqual(
      (await ask(place({}, { binaryMediaTypes }), { headers: accept('image/png') })).body,
      bytes,
    );
    reply = { status: 200, headers: {}, body: '{}' };
  });

  test('cannot be reached past its path, nor be given another header line, by what a caller sends', async () => {
    const climbing = place({
      uri: `${uri}/a/{p}`,
      requestParameters: { 'integration.request.path.p': 'method.request.querystring.p' },
    });
    assert.equal((await ask(climbing, { target: '/p?p=..' })).status, 400);
    assert.equal((await ask(climbing, { target: '/p?p=../x' })).status, 400);
    await ask(climbing, { target: '/p?p=a/b?c' });
    assert.equal(got.url, '/a/a%2Fb%3Fc');
    const lines = place({
      requestParameters: { 'integration.request.header.X-A': 'method.request.querystring.p' },
    });
    assert.equal((await ask(lines, { target: '/p?p=a%0d%0aX-Evil:1' })).status, 400);
    const over = place({
      requestTemplates: {
        'application/json':
          '#set($context.requestOverride.header.Host = "evil")#set($context.requestOverride.header.Content-Length = "1")#set($context.responseOverride.header.Transfer-Encoding = "chunked"){}',
      },
    });
    const answer = await ask(over);
    assert.match(got.headers.host!, /^127\.0\.0\.1/);
    assert.equal(got.headers['content-length'], '2');
    assert.equal(header(answer, 'transfer-encoding') === 'chunked', false);
  });

  test('that answers more than 10 MB is a 500', async () => {
    reply = { status: 200, headers: {}, body: Buffer.alloc(10 * 1024 * 1024 + 1) };
    assert.equal((await ask(place({}))).status, 500);
    reply = { status: 200, headers: {}, body: '{}' };
  });
});

describe('a function behind templates', () => {
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:pets';
  let events: { arn: string; event: string }[] = [];
  const ran = (invocation: Invocation) => (arn: string, event: string) => {
    events.push({ arn, event });
    return Promise.resolve(invocation);
  };
  const answered = (payload: string): Invocation => ({ outcome: 'answered', payload, durationMs: 1 });
  const failed = (errorMessage: string): Invocation => ({
    outcome: 'error',
    payload: JSON.stringify({ errorMessage }),
    durationMs: 1,
  });
  const place = (settings: object, more: Partial<Place> = {}): Place => ({
    type: 'AWS',
    settings: { functionArn, responses: [{ statusCode: '200' }], ...settings },
    ...more,
  });

  test('gets what the template makes as its event, and its result is mapped', async () => {
    events = [];
    const answer = await ask(
      place({
        requestTemplates: {
          'application/json':
            '{"who": "$util.escapeJavaScript($input.params(\'n\'))", "body": $input.json("$")}',
        },
        responses: [
          {
            statusCode: '201',
            responseTemplates: { 'application/json': '{"id": $input.path("$.made.id")}' },
          },
        ],
      }),
      { target: '/p?n=a"b', body: '{"x":1}' },
      ran(answered('{"made":{"id":7}}')),
    );
    assert.deepEqual([answer.status, text(answer)], [201, '{"id": 7}']);
    assert.deepEqual(JSON.parse(events[0]!.event), { who: 'a"b', body: { x: 1 } });
  });

  test('is named by stage variables, and gets an empty event for an empty body', async () => {
    events = [];
    const named = place(
      { functionArn: functionArn.replace('pets', '${stageVariables.fn}') },
      { variables: { fn: 'dogs' } },
    );
    const answer = await ask(named, {}, ran(answered('"done"')));
    assert.deepEqual([events[0]!.arn, events[0]!.event], [functionArn.replace('pets', 'dogs'), '{}']);
    assert.equal(text(answer), '"done"');
  });

  test('has its errors chosen an answer for by their message', async () => {
    const responses = [
      { statusCode: '200' },
      {
        statusCode: '404',
        selectionPattern: '.*not found.*',
        responseTemplates: { 'application/json': '{"m": $input.json("$.errorMessage")}' },
      },
      { statusCode: '500', selectionPattern: '(\\n|.)+' },
    ];
    const by = async (invocation: Invocation) => await ask(place({ responses }), {}, ran(invocation));
    assert.equal((await by(answered('{}'))).status, 200);
    const missing = await by(failed('pet not found'));
    assert.deepEqual([missing.status, text(missing)], [404, '{"m": "pet not found"}']);
    assert.equal((await by(failed('line\nbreak'))).status, 500);
    assert.equal(
      (await ask(place({}), {}, ran(failed('any')))).status,
      200,
      'without a pattern an error is an answer',
    );
    assert.equal((await by({ outcome: 'throttled' })).status, 500);
  });

  test('is asked without waiting where the invocation type says Event', async () => {
    events = [];
    const never = (arn: string, event: string) => {
      events.push({ arn, event });
      return new Promise<Invocation>(() => {});
    };
    const settings = { requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } };
    const answer = await ask(place(settings), { body: '{"a":1}' }, never);
    assert.deepEqual([answer.status, text(answer), events.length], [200, '', 1]);
  });

  test('gets no event that is no JSON; a body that is none is the caller’s fault where a template reads it', async () => {
    assert.equal(
      (await ask(place({}), { headers: ['Content-Type', 'text/plain'], body: 'hello' }, ran(answered('1'))))
        .status,
      500,
    );
    const reading = place({ requestTemplates: { 'application/json': '$input.json("$")' } });
    const answer = await ask(reading, { body: '{' }, ran(answered('1')));
    assert.deepEqual(
      [answer.status, text(answer)],
      [400, '{"message": "Could not parse request body into json"}'],
    );
  });
});
