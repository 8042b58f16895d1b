import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extensionPlaces } from '../../../src/define/readers/openapi/extensions.ts';
import { type Reading, readFiles } from '../../../src/define/readers/read.ts';
import { catalogue } from '../../../src/operate/supervise/catalogue.ts';
import { sourcesIn } from '../../readers/golden.ts';

const read = (text: string, parameters: Record<string, string> = {}): Promise<Reading> =>
  readFiles([], catalogue(), { sources: sourcesIn(text).map((source) => ({ ...source, parameters })) });

const served = `
openapi: 3.1.0
info: { title: Pets, version: '1', x-logo: { url: 'https://a.test' } }
servers: [{ url: 'http://127.0.0.1:{port}', variables: { port: { default: '3000' } } }]
paths:
  x-origin: somewhere
  /pets: { get: { parameters: [], responses: {}, x-code-samples: [] } }
`;

test('a parameter fills in a variable of the server’s address', async () => {
  const uriOf = ({ definition }: Reading): unknown =>
    definition!.apis[0]!.resources.at(-1)!.methods[0]!.integration.settings;
  assert.partialDeepStrictEqual(uriOf(await read(served)), { uri: 'http://127.0.0.1:3000' });
  assert.partialDeepStrictEqual(uriOf(await read(served, { port: '4000' })), {
    uri: 'http://127.0.0.1:4000',
  });
});

test('whatever is written stands in the ledger: what is read, what is kept, and extensions of other tools', async () => {
  const { definition } = await read(served);
  const rows = definition!.ledger.map((e) => `${e.property} ${e.fidelity}`);
  for (const row of [
    'info/title enforced',
    'info/version stored',
    'info/x-logo stored',
    'servers/0/url enforced',
    'paths/x-origin stored',
    'get enforced',
    'parameters enforced',
    'responses stored',
    'x-code-samples stored',
  ])
    assert.ok(rows.includes(row), `${row} is not among ${rows.join(', ')}`);
});

test('every extension that API Gateway documents is known where it may stand', () => {
  const documented =
    'any-method api-key-source auth authorizer authtype binary-media-types cors documentation endpoint-access-mode ' +
    'endpoint-configuration gateway-responses importexport-version integration integrations ' +
    'minimum-compression-size policy request-validator request-validators security-policy tag-value';
  const known = new Set(Object.values(extensionPlaces).flatMap((extensions) => Object.keys(extensions)));
  for (const name of documented.split(' ')) assert.ok(known.has(`x-amazon-apigateway-${name}`), name);
});

test('a document that is half broken names all that is wrong, and gives no definition', async () => {
  const { definition, notes } = await read(`
openapi: 3.0.0
info: { title: [], version: '1' }
servers: {}
paths:
  /pets: { get: 5, put: { servers: [{ url: 7 }] } }
  /cats: nothing
`);
  assert.equal(definition, null);
  assert.deepEqual(
    notes.filter((n) => n.level === 'error').map((n) => n.origin.path),
    ['info/title', 'servers', 'paths//pets/get', 'paths//pets/put/servers/0/url', 'paths//cats'],
  );
});
