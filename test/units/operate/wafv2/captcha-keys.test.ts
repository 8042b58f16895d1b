import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateAPIKeyCommand,
  DeleteAPIKeyCommand,
  GetDecryptedAPIKeyCommand,
  ListAPIKeysCommand,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
} from '@aws-sdk/client-wafv2';
import { Scope, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

test('an API key is made for domains, tells them, is listed in its scope, and is deleted', async () => {
  const { client } = asked(wafDefinition);
  const TokenDomains = ['Shop.example.com', 'localhost', 'shop.example.com'];
  const { APIKey } = await client.send(new CreateAPIKeyCommand({ Scope, TokenDomains }));
  assert.match(APIKey!, /^[0-9a-f]{64}$/);
  const told = await client.send(new GetDecryptedAPIKeyCommand({ Scope, APIKey }));
  assert.deepEqual(told.TokenDomains, ['shop.example.com', 'localhost']);
  assert.ok(told.CreationTimestamp instanceof Date);
  const listed = await client.send(new ListAPIKeysCommand({ Scope }));
  assert.deepEqual(
    listed.APIKeySummaries!.map((one) => [one.APIKey, one.TokenDomains, one.Version]),
    [[APIKey, ['shop.example.com', 'localhost'], 1]],
  );
  const others = await client.send(new ListAPIKeysCommand({ Scope: 'CLOUDFRONT' }));
  assert.deepEqual(others.APIKeySummaries, []);
  const foreign = new GetDecryptedAPIKeyCommand({ Scope: 'CLOUDFRONT', APIKey });
  await assert.rejects(client.send(foreign), WAFNonexistentItemException);
  await client.send(new DeleteAPIKeyCommand({ Scope, APIKey }));
  await assert.rejects(client.send(new DeleteAPIKeyCommand({ Scope, APIKey })), WAFNonexistentItemException);
  await assert.rejects(
    client.send(new GetDecryptedAPIKeyCommand({ Scope, APIKey })),
    WAFNonexistentItemException,
  );
});

test('API keys are listed by pages, and there are a hundred of a scope at most', async () => {
  const { client } = asked(wafDefinition);
  const make = () => client.send(new CreateAPIKeyCommand({ Scope, TokenDomains: ['example.com'] }));
  for (let i = 0; i < 100; i++) await make();
  await assert.rejects(make(), WAFLimitsExceededException);
  const seen = new Set<string>();
  let NextMarker: string | undefined;
  do {
    const page = await client.send(new ListAPIKeysCommand({ Scope, Limit: 40, NextMarker }));
    for (const { APIKey } of page.APIKeySummaries!) seen.add(APIKey!);
    NextMarker = page.NextMarker;
  } while (NextMarker !== undefined);
  assert.equal(seen.size, 100);
});

for (const TokenDomains of [
  ['com'],
  ['co.uk'],
  ['a.example.com/x'],
  ['-.example.com'],
  Array(6).fill('example.com'),
])
  test(`an API key cannot be for ${TokenDomains}`, async () => {
    const { client } = asked(wafDefinition);
    await assert.rejects(
      client.send(new CreateAPIKeyCommand({ Scope, TokenDomains })),
      WAFInvalidParameterException,
    );
  });
