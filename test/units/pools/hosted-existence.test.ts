import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { UserPool } from '../../../src/define/model/user-pool.ts';
import { Login } from '../../../src/operate/pools/login.ts';
import { Directory } from '../../../src/pools/directory.ts';
import { PoolStore } from '../../../src/pools/store.ts';

const pool: UserPool = {
  ...{ id: 'pool', origin: NOWHERE, poolId: 'us-east-1_x', arn: '', name: 'people', caseSensitive: false },
  ...{
    usernameAttributes: [],
    aliasAttributes: [],
    autoVerified: ['email'],
    adminOnly: false,
    attributes: [],
  },
  passwords: {
    ...{ minimumLength: 8, lowercase: false, uppercase: false, numbers: false, symbols: false },
    temporaryDays: 7,
  },
  ...{ tags: {}, clients: [], resourceServers: [], groups: [], users: [], domains: [], issuer: '', keys: [] },
};

function hosted() {
  const said: string[] = [];
  const clock = Clock.byHand();
  const directory = new Directory(pool, new PoolStore(null), clock, (text) => void said.push(text));
  const login = new Login(directory);
  const send = (uid: string, form: Record<string, string>) => login.take(uid, new URLSearchParams(form));
  /** What a page says is wrong, and which page it is; a user who has signed in by the name. */
  const shown = async (uid: string, form: Record<string, string>): Promise<string> => {
    const step = await send(uid, form);
    if ('signedIn' in step) return `in: ${step.signedIn.name}`;
    const title = /<h1>([^<]*)/.exec(step.page)![1];
    return `${title}: ${/role="alert">([^<]*)/.exec(step.page)?.[1] ?? ''}`;
  };
  const code = (): string => /is (\d{6})$/.exec(said.at(-1)!)![1]!;
  return { directory, shown, code, said };
}

test('the hosted pages answer alike about names that are there, disabled, and not there', async () => {
  const { directory, shown } = hosted();
  const email = { email: 'ann@q.test' };
  await directory.add('ann', email, 'Right-Password-1', 'CONFIRMED');
  const bob = await directory.add('bob', email, 'Right-Password-1', 'CONFIRMED');
  directory.change(bob, { enabled: false });
  const walk = async (username: string): Promise<string[]> => {
    const seen = [await shown(username, { do: 'sign-in', username, password: 'wrong' })];
    seen.push(await shown(username, { do: 'send-code', username }));
    for (let i = 0; i < 7; i++)
      seen.push(await shown(username, { do: 'reset', code: 'wrong', password: 'Other-Password-1' }));
    return seen;
  };
  const nobody = await walk('nobody');
  assert.match(nobody.at(-1)!, /Attempt limit exceeded/);
  assert.deepEqual(await walk('ann'), nobody);
  assert.deepEqual(await walk('bob'), nobody);
});

test('a user who is disabled does not come in by a forgotten password, and is told so with the right password only', async () => {
  const { directory, shown, code, said } = hosted();
  const bob = await directory.add('bob', { email: 'bob@q.test' }, 'Right-Password-1', 'CONFIRMED');
  await shown('b', { do: 'send-code', username: 'bob' });
  const right = code();
  directory.change(bob, { enabled: false });
  assert.match(
    await shown('b', { do: 'reset', code: right, password: 'Other-Password-1' }),
    /Invalid verification/,
  );
  const before = said.length;
  await shown('b', { do: 'send-code', username: 'bob' });
  assert.equal(said.length, before, 'no code is given out');
  assert.match(await shown('b', { do: 'sign-in', username: 'bob', password: 'wrong' }), /Incorrect/);
  assert.match(
    await shown('b', { do: 'sign-in', username: 'bob', password: 'Right-Password-1' }),
    /User is disabled/,
  );
});

test('a forgotten password is changed with the code, once', async () => {
  const { directory, shown, code } = hosted();
  await directory.add('ann', { email: 'ann@q.test' }, 'Right-Password-1', 'CONFIRMED');
  await shown('a', { do: 'send-code', username: 'ANN' });
  const right = code();
  assert.equal(await shown('a', { do: 'reset', code: right, password: 'Other-Password-1' }), 'in: ann');
  await shown('b', { do: 'send-code', username: 'ann' });
  assert.match(await shown('b', { do: 'reset', code: right, password: 'Other-Password-2' }), /Invalid/);
});
