import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { place } from '../../../../src/base/origin.ts';
import { keyNotes } from '../../../../src/operate/key-store/notes.ts';
import { storeFileOf } from '../../../../src/operate/key-store/store.ts';
import { filesSource } from '../../../../src/operate/supervise/source.ts';
import { temporaryFolder } from '../../../folders.ts';
import { keyFor, put } from './at-hand.ts';

/** Two APIs of one authorizer, and an OpenAPI document with another: both decrypt with keys of the store. */
async function checking(t: TestContext) {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `authorizers:
  login:
    jwt:
      issuer: https://login.example.com
      audience: [shop]
      encryption:
        keys:
          - login
          - partner
apis:
  one: { to: 'http://127.0.0.1:9', authorizer: login, host: one.example }
  two: { to: 'http://127.0.0.1:9', authorizer: login, host: two.example }
`,
  );
  writeFileSync(
    join(folder, 'openapi.yaml'),
    `openapi: 3.0.1
info: { title: orders, version: '1' }
x-portcullis:
  to: http://127.0.0.1:9
  authorizers:
    login: { jwt: { issuer: 'https://login.example.com', audience: [shop], encryption: { keys: [orders] } } }
security: [{ login: [] }]
paths: { /orders: { get: { responses: { '200': { description: fine } } } } }
components: { securitySchemes: { login: { type: http, scheme: bearer } } }
`,
  );
  const of = async (name: string, isEphemeral = false): Promise<string[]> => {
    const { definition, notes } = await filesSource([join(folder, name)]).read();
    assert.notEqual(definition, null, JSON.stringify(notes));
    return keyNotes(definition!, folder, isEphemeral).map((note) =>
      `${place(note.origin)} ${note.level} ${note.message} [${note.code}]`
        .replaceAll(`${folder}/`, '')
        .replaceAll(folder, 'DATA'),
    );
  };
  return { file: storeFileOf(folder), of };
}

test('a key that the store has not is told once, at the very line, with what was meant or what makes it', async (t) => {
  const { file, of } = await checking(t);
  const key = await keyFor({ alg: 'A256KW' });
  await put(file, { logins: [key], partner: [key] });
  assert.deepEqual(await of('portcullis.yaml'), [
    'portcullis.yaml:8 error the key store of DATA has no key login; did you mean logins? [key-store.unknown]',
  ]);
  assert.deepEqual(await of('openapi.yaml'), [
    'openapi.yaml:6 error the key store of DATA has no key orders; it has logins, partner; portcullis keys make orders --data DATA makes it [key-store.unknown]',
  ]);
  await put(file, { login: [key], partner: [key], orders: [key] });
  assert.deepEqual([...(await of('portcullis.yaml')), ...(await of('openapi.yaml'))], []);
  assert.match((await of('openapi.yaml', true)).join(), /^$/);
});

test('without a data folder that stays there is no key store, and it is said', async (t) => {
  const { of } = await checking(t);
  assert.deepEqual(await of('openapi.yaml', true), [
    'openapi.yaml:6 error there is no key orders; with --ephemeral there is no key store: choose a data folder with --data <folder> [key-store.unknown]',
  ]);
});

test('a store that others can read is a warning, and one that is damaged an error, where a key is named', async (t) => {
  const { file, of } = await checking(t);
  const key = await keyFor({ alg: 'A256KW' });
  await put(file, { login: [key], partner: [key], orders: [key] });
  chmodSync(file, 0o640);
  assert.deepEqual(await of('openapi.yaml'), [
    'openapi.yaml:6 warning other users can read or change the key store key-store.json: chmod 600 it [key-store.open]',
  ]);
  writeFileSync(file, 'nonsense');
  assert.deepEqual(
    (await of('openapi.yaml')).at(-1),
    'openapi.yaml:6 error cannot read the key store key-store.json: it is damaged: it is no JSON [key-store.unusable]',
  );
});
