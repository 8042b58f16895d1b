// Every case of a statement, a field or a transformation once more: through a whole gateway, over a real socket.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { parseBlock } from '../../src/base/address.ts';
import { Clock } from '../../src/base/clock.ts';
import type { Decision } from '../../src/base/decision.ts';
import type { Exchange } from '../../src/base/exchange.ts';
import { accept, type Listener } from '../../src/guard/accept/accept.ts';
import { base64, type Case, type CaseRequest, post } from '../../src/guard/decide/waf/cases.ts';
import fields from '../../src/guard/decide/waf/fields/index.ts';
import type { StatementSettings } from '../../src/guard/decide/waf/statement.ts';
import statements from '../../src/guard/decide/waf/statements/index.ts';
import transforms from '../../src/guard/decide/waf/transforms/index.ts';
import { compile, type Pipeline } from '../../src/guard/serve/compile.ts';
import { serve } from '../../src/guard/serve/serve.ts';
import { api, given, guarded } from '../units/decide/at-hand.ts';
import { casesOf } from '../units/decide/cases-of.ts';

const clock = Clock.byHand();
const mock = {
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  passthroughBehavior: 'WHEN_NO_MATCH',
  responses: [{ statusCode: '200', responseParameters: {}, responseTemplates: {} }],
};
let listener: Listener;
let last: Decision | null = null;
const journey = {
  pipeline: null as unknown as Pipeline,
  record(_x: Exchange, decision: Decision): void {
    last = decision;
  },
};

before(async () => {
  listener = await accept({
    host: '127.0.0.1',
    port: 0,
    reusePort: false,
    clock,
    trustedProxies: [parseBlock('127.0.0.0/8')!],
    serve: (x) => serve(x, journey),
  });
});
after(() => listener.close(0));

/** Puts a web ACL with one blocking rule in front of an API that answers everything with 200. */
function guard(statement: StatementSettings, has: Case['given'] = {}): void {
  const plain = api(['ANY /', 'ANY /{proxy+}']);
  const resources = plain.resources.map((resource) => ({
    ...resource,
    methods: resource.methods.map((m) => ({ ...m, integration: { type: 'MOCK' as const, settings: mock } })),
  }));
  const open = { ...plain, resources, hosts: [{ host: '*', basePath: '/', stage: 'prod' }] };
  journey.pipeline = compile(given({ ...guarded(statement, has), apis: [open] }, clock));
}

/** The status of the answer to a request, written by hand so that every byte is the case's own. */
function send(request: CaseRequest): Promise<number> {
  const { method, target, body, headers } = request;
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: api.test', `X-Forwarded-For: ${request.from}`];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  if (body !== '') lines.push(`Content-Length: ${body.length}`);
  lines.push('Connection: close', '', body);
  return new Promise((resolve, reject) => {
    const socket = connect(listener.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1.1 (\d{3})/.exec(answer)?.[1])));
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
  });
}

async function blocks(request: CaseRequest): Promise<void> {
  assert.equal(await send(request), 403, JSON.stringify(request).slice(0, 300));
  assert.equal(last?.reason, 'WAF_FILTERED');
  assert.ok(last.by === 'acl/r' || /^(?:acl\/r|g)\//.test(last.by), last.by);
}

async function passes(request: CaseRequest): Promise<void> {
  assert.notEqual(await send(request), Number.NaN);
  assert.notEqual(last?.reason, 'WAF_FILTERED', JSON.stringify(request).slice(0, 300));
}

const byteMatch = (field: object, transform: string, text: string) => ({
  ByteMatchStatement: {
    SearchString: base64(text.slice(0, 200)),
    FieldToMatch: field,
    TextTransformations: [{ Priority: 0, Type: transform }],
    PositionalConstraint: text.length > 200 ? 'STARTS_WITH' : 'EXACTLY',
  },
});

for (const { name } of statements) {
  for (const [i, one] of (await casesOf('statements', name)).entries()) {
    if (one.matches === undefined) continue;
    test(`${name}, case ${i + 1}, holds through a whole gateway`, async () => {
      guard({ [name]: one.settings }, one.given);
      for (const [request, times] of one.before ?? []) for (let n = 0; n < times; n++) await passes(request);
      for (const request of one.matches ?? []) await blocks(request);
      for (const request of one.passes ?? []) await passes(request);
    });
  }
}

for (const { name } of fields) {
  for (const [i, one] of (await casesOf('fields', name)).entries()) {
    test(`${name}, case ${i + 1}, is what a statement sees behind a real socket`, async () => {
      const field = { [name]: one.settings };
      for (const [request, given] of one.gives ?? []) {
        const values = typeof given === 'string' ? [given] : Array.isArray(given) ? given : [];
        for (const value of values.filter((text) => text !== '')) {
          guard(byteMatch(field, 'NONE', value));
          await blocks(request);
        }
        guard(byteMatch(field, 'NONE', 'what nobody sends'));
        await (given === true ? blocks(request) : passes(request));
      }
    });
  }
}

for (const { name } of transforms) {
  for (const one of await casesOf('transforms', name)) {
    test(`${name} is done to what comes from a real socket`, async () => {
      for (const [text, turned] of one.turns ?? []) {
        if (turned === '') continue;
        guard(byteMatch({ Body: {} }, name, turned));
        await blocks(post(text));
        await passes(post(`zzzz/${text}`));
      }
    });
  }
}
