import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';

/** The status of a call on a connection of its own, with a name and a password. */
const statusOf = (url: string, auth: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { auth, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    }).once('error', reject);
  });

test('four workers let as many guesses through as one does, also after a reload', async (t) => {
  const folder = temporaryFolder(t);
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync('correct', salt, 32, { N: 16, r: 1, p: 1 }).toString('base64');
  writeFileSync(join(folder, 'passwords.txt'), `ada:scrypt$16$1$1$${salt.toString('base64')}$${key}\n`);
  const file = join(folder, 'portcullis.yaml');
  const text = [
    'apis: { shop: { to: "http://127.0.0.1:9", authorizer: staff } }',
    'authorizers: { staff: { basic: { file: passwords.txt } } }',
    '',
  ].join('\n');
  writeFileSync(file, text);
  const gateway = await startGateway({ files: [file], workers: 4 });
  t.after(() => gateway.close());
  const statuses: number[] = [];
  for (let i = 0; i < 24; i++) statuses.push(await statusOf(gateway.url, `ada:guess ${i}`));
  assert.deepEqual(statuses, [...Array(6).fill(401), ...Array(18).fill(429)]);
  assert.equal(await statusOf(gateway.url, 'bob:guess'), 401, 'another name');
  writeFileSync(file, `${text}# changed\n`);
  await gateway.supervisor.reload();
  assert.equal(await statusOf(gateway.url, 'ada:correct'), 429);
  gateway.clock.advance(1000);
  assert.equal(await statusOf(gateway.url, 'ada:correct'), 504, 'nobody stands behind');
});
