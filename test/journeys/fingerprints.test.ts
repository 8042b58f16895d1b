import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { Rule } from '../../src/define/model/web-acl.ts';
import { type ClientHello, HelloReader } from '../../src/guard/accept/tls/client-hello.ts';
import { ja3, ja4 } from '../../src/guard/accept/tls/fingerprints.ts';
import { rateRule, smallDefinition } from '../definition.ts';
import { startGateway } from '../gateway.ts';
import { ran } from '../units/accept/tls/secure-door.ts';

const path = '/_aws/execute-api/abcdefghij/prod/pets';

/** How the curl of this machine begins TLS. */
async function helloOfCurl(): Promise<ClientHello> {
  const sink = createServer().listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const { port } = sink.address() as { port: number };
  const asking = ran('curl', ['-sk', `https://localhost:${port}/`]);
  const [socket] = await once(sink, 'connection');
  const [bytes] = await once(socket, 'data');
  socket.destroy();
  sink.close();
  await asking;
  const hello = new HelloReader().read(bytes);
  assert.ok(typeof hello !== 'string');
  return hello;
}

const blocking = (field: string, value: string, FallbackBehavior: 'MATCH' | 'NO_MATCH'): Rule => ({
  ...rateRule(100),
  statement: {
    ByteMatchStatement: {
      FieldToMatch: { [field]: { FallbackBehavior } },
      PositionalConstraint: 'EXACTLY',
      SearchString: Buffer.from(value).toString('base64'),
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  },
});

for (const [field, of] of [
  ['JA3Fingerprint', ja3],
  ['JA4Fingerprint', ja4],
] as const) {
  test(`a rule on ${field} tells one client from another, and its fallback decides about plain text`, async (t) => {
    const value = of(await helloOfCurl());
    for (const fallback of ['MATCH', 'NO_MATCH'] as const) {
      const gateway = await startGateway({
        definition: smallDefinition({ rules: [blocking(field, value, fallback)] }),
        https: true,
      });
      t.after(() => gateway.close());
      const { port } = new URL(gateway.secureUrl);
      const curl = await ran('curl', [
        '-sk',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code}',
        `https://localhost:${port}${path}`,
      ]);
      assert.equal(curl.out, '403');
      const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      const line = ['s_client', '-connect', `localhost:${port}`, '-servername', 'localhost', '-quiet'];
      assert.match((await ran('openssl', [...line, '-tls1_2'], request)).out, /HTTP\/1\.1 200/);
      const plain = await fetch(`${gateway.url}${path}`);
      assert.equal(plain.status, fallback === 'MATCH' ? 403 : 200);
    }
  });
}

test('requests are counted by fingerprint, and those without one all together or not at all', async (t) => {
  const rule = (fallback: 'MATCH' | 'NO_MATCH'): Rule => ({
    ...rateRule(10),
    statement: {
      RateBasedStatement: {
        Limit: 10,
        EvaluationWindowSec: 300,
        AggregateKeyType: 'CUSTOM_KEYS',
        CustomKeys: [{ JA4Fingerprint: { FallbackBehavior: fallback } }],
      },
    },
  });
  for (const fallback of ['MATCH', 'NO_MATCH'] as const) {
    const gateway = await startGateway({
      definition: smallDefinition({ rules: [rule(fallback)] }),
      https: true,
    });
    t.after(() => gateway.close());
    const url = `https://localhost:${new URL(gateway.secureUrl).port}${path}`;
    const line = [
      '-sk',
      ...Array.from({ length: 12 }, () => ['-o', '/dev/null', url]).flat(),
      '-w',
      '%{http_code} ',
    ];
    assert.equal((await ran('curl', line)).out, `${'200 '.repeat(10)}403 403 `);
    // Another client, from the same address.
    assert.equal((await ran('curl', ['--tls-max', '1.2', ...line])).out, `${'200 '.repeat(10)}403 403 `);
    const plain = await Promise.all(Array.from({ length: 12 }, () => fetch(`${gateway.url}${path}`)));
    assert.equal(plain.filter(({ status }) => status === 403).length, fallback === 'MATCH' ? 2 : 0);
  }
});
