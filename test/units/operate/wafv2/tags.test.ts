import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateIPSetCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIPSetCommand,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
} from '@aws-sdk/client-wafv2';
import { GROUP, OFFICE, PATHS, Scope, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const [acl] = wafDefinition.webAcls as [(typeof wafDefinition.webAcls)[number]];
const tag = (Key: string, Value = '') => ({ Key, Value });

for (const ResourceARN of [acl.arn, GROUP, OFFICE, PATHS]) {
  test(`tags are given to, listed of and taken from ${ResourceARN.split(':').at(-1)}`, async () => {
    const at = asked(wafDefinition);
    const tags = async () =>
      (await at.client.send(new ListTagsForResourceCommand({ ResourceARN }))).TagInfoForResource!;
    assert.deepEqual(await tags(), { ResourceARN, TagList: [] });
    await at.client.send(
      new TagResourceCommand({ ResourceARN, Tags: [tag('team', 'web'), tag('env', 'prod')] }),
    );
    await at.client.send(new TagResourceCommand({ ResourceARN, Tags: [tag('env', 'test')] }));
    assert.deepEqual((await tags()).TagList, [tag('team', 'web'), tag('env', 'test')]);
    await at.client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team', 'none'] }));
    assert.deepEqual((await tags()).TagList, [tag('env', 'test')]);
  });
}

test('tags that an IP set was made with stay when its addresses change', async () => {
  const { client } = asked(wafDefinition);
  const made = { Name: 'partners', Scope, IPAddressVersion: 'IPV4' as const, Addresses: [] };
  const { Summary } = await client.send(new CreateIPSetCommand({ ...made, Tags: [tag('a', 'b')] }));
  const { Id, LockToken, ARN: ResourceARN } = Summary!;
  await client.send(new UpdateIPSetCommand({ ...made, Id, LockToken }));
  const listed = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  assert.deepEqual(listed.TagInfoForResource!.TagList, [tag('a', 'b')]);
});

test('tags are listed by pages, and there are fifty of them at most, none of which is AWS’s own', async () => {
  const { client } = asked(wafDefinition);
  const give = (...Tags: ReturnType<typeof tag>[]) =>
    client.send(new TagResourceCommand({ ResourceARN: OFFICE, Tags }));
  await give(...Array.from({ length: 50 }, (_, i) => tag(`k${i}`)));
  await give(tag('k0', 'again'));
  await assert.rejects(give(tag('k50')), WAFLimitsExceededException);
  await assert.rejects(give(tag('AWS:cloudformation:stack')), WAFInvalidParameterException);
  await assert.rejects(give(tag('k0'), tag('k0')), WAFInvalidParameterException);
  await assert.rejects(give(), /'tags' failed to satisfy constraint/);
  const page = (NextMarker?: string) =>
    client.send(new ListTagsForResourceCommand({ ResourceARN: OFFICE, Limit: 30, NextMarker }));
  const first = await page();
  const second = await page(first.NextMarker);
  assert.deepEqual(
    [
      first.TagInfoForResource!.TagList!.length,
      second.TagInfoForResource!.TagList!.length,
      second.NextMarker,
    ],
    [30, 20, undefined],
  );
});

test('what is not there has no tags', async () => {
  const { client } = asked(wafDefinition);
  const ResourceARN = `${OFFICE}x`;
  for (const command of [
    new ListTagsForResourceCommand({ ResourceARN }),
    new TagResourceCommand({ ResourceARN, Tags: [tag('a')] }),
    new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }),
  ])
    await assert.rejects(client.send(command as ListTagsForResourceCommand), WAFNonexistentItemException);
});
