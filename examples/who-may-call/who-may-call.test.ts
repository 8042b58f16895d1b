import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { Clock } from '../../src/base/clock.ts';
import { temporaryFolder } from '../../test/folders.ts';
import { startGateway } from '../../test/gateway.ts';

/** The example as it stands, but for the port of the server behind it. */
async function exampleFolder(t: TestContext): Promise<string> {
  const server = createServer((_, response) => response.end('the back office'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const folder = temporaryFolder(t);
  cpSync('examples/who-may-call', folder, { recursive: true });
  const file = join(folder, 'portcullis.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('127.0.0.1:3000', `127.0.0.1:${port}`));
  return folder;
}

test('the example lets in whom it says, by token, signature and password', async (t) => {
  process.env.WRITER_SECRET = 'example-secret';
  const folder = await exampleFolder(t);
  const gateway = await startGateway({
    files: [`${folder}/template.yaml`, `${folder}/portcullis.yaml`],
    clock: Clock.running(),
  });
  t.after(() => gateway.close());
  const notes = gateway.api('prod', '/notes');
  const office = `${gateway.url}/office/`;
  const curl = async (...words: string[]): Promise<string> => {
    const line = ['-s', '-w', ' %{http_code}', '--noproxy', '*', ...words];
    return (await promisify(execFile)('curl', line)).stdout;
  };
  const sigv4 = [
    '--aws-sigv4',
    'aws:amz:us-east-1:execute-api',
    '--user',
    'AKIAEXAMPLEWRITER000:example-secret',
  ];
  assert.equal(await curl(notes), '{"message":"Unauthorized"} 401');
  assert.equal(await curl('-H', 'Authorization: Bearer sesame', notes), '{"who":"ali","tier":"gold"} 200');
  assert.equal(await curl('-H', 'Authorization: Bearer other', notes), '{"message":"Unauthorized"} 401');
  assert.equal(await curl('-X', 'POST', notes), '{"message":"Missing Authentication Token"} 403');
  assert.equal(
    await curl('-X', 'POST', ...sigv4, notes),
    '{"who":"arn:aws:iam::000000000000:user/writer","tier":null} 200',
  );
  assert.equal((await curl('-X', 'POST', ...sigv4, '-d', '{"a":1}', `${notes}?a=1&b=2`)).slice(-3), '200');
  const wrong = sigv4.map((word) => word.replace('example-secret', 'another-secret'));
  assert.match(
    await curl('-X', 'POST', ...wrong, notes),
    /^\{"message":"The request signature we calculated.* 403$/,
  );
  assert.equal(await curl(office), '{"message":"Unauthorized"} 401');
  assert.equal((await curl('-u', 'ada:wrong', office)).slice(-3), '401');
  assert.equal(await curl('-u', 'ada:correct horse', office), 'the back office 200');
  assert.equal(await curl(`${office}health`), 'the back office 200');
});
