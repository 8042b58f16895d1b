import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Clock } from '../../src/base/clock.ts';
import { startGateway } from '../../test/gateway.ts';

const folder = 'examples/who-may-call';

test('the example lets in whom it says, by token, signature and password', async (t) => {
  process.env.WRITER_SECRET = 'example-secret';
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
  assert.equal((await curl('-u', 'ada:correct horse', office)).slice(-3), '504');
  assert.equal((await curl(`${office}health`)).slice(-3), '504');
});
