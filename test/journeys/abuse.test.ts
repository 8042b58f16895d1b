import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { startGateway } from '../gateway.ts';
import { testFile } from './support/files.ts';

test('logins that fail behind the gateway are counted over all workers, and their answers arrive whole', async (t) => {
  const body = JSON.stringify({ ok: false, message: 'x'.repeat(100_000) });
  const upstream = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(body.slice(0, 10));
      response.end(body.slice(10));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  t.after(() => upstream.close());
  const config = {
    LoginPath: '/login',
    RequestInspection: {
      PayloadType: 'FORM_ENCODED',
      UsernameField: { Identifier: 'name' },
      PasswordField: { Identifier: 'password' },
    },
    ResponseInspection: {
      BodyContains: { SuccessStrings: ['"ok":true'], FailureStrings: ['"ok":false'] },
    },
  };
  const statement = {
    ManagedRuleGroupStatement: {
      ...{ VendorName: 'AWS', Name: 'AWSManagedRulesATPRuleSet' },
      ManagedRuleGroupConfigs: [{ AWSManagedRulesATPRuleSet: config }],
    },
  };
  const file = testFile(
    t,
    'portcullis.yaml',
    JSON.stringify({
      apis: { shop: { to: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, webAcl: 'edge' } },
      webAcls: { edge: { rules: [{ name: 'logins', statement }] } },
    }),
  );
  const gateway = await startGateway({ files: [file], workers: 2 });
  t.after(() => gateway.close());
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) {
    const response = await fetch(`${gateway.url}/login`, {
      method: 'POST',
      headers: { connection: 'close' },
      body: new URLSearchParams({ name: 'ann', password: `p${i % 5}` }),
    });
    const text = await response.text();
    if (response.status === 200) assert.equal(text, body);
    statuses.push(response.status);
  }
  assert.deepEqual(statuses, [...Array.from({ length: 11 }, () => 200), 403]);
});
