import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetTopPathStatisticsByTrafficCommand,
  type GetTopPathStatisticsByTrafficCommandInput,
  WAFInvalidParameterException,
  WAFNonexistentItemException,
} from '@aws-sdk/client-wafv2';
import type { BotVisits } from '../../../../src/observe/waf/bot-traffic.ts';
import { Scope, wafDefinition } from './definition.ts';
import { asked } from './waf-client.ts';

const visit = (path: string, name: string, category: string, count: number): BotVisits => ({
  ...{ path, name, category, count },
  organization: name === 'gptbot' ? 'openai' : 'google',
});
const visits = [
  visit('/api/v1/users', 'gptbot', 'ai', 50),
  visit('/api/v1/users', 'googlebot', 'search_engine', 10),
  visit('/api/v2', 'gptbot', 'ai', 20),
  visit('/', 'googlebot', 'search_engine', 20),
];
const WebAclArn = wafDefinition.webAcls[0]!.arn;
const TimeWindow = { StartTime: new Date(0), EndTime: new Date(1000) };
const ask = (more: Partial<GetTopPathStatisticsByTrafficCommandInput> = {}) => {
  const input = { WebAclArn, Scope, TimeWindow, Limit: 10, NumberOfTopTrafficBotsPerPath: 1, ...more };
  return asked(wafDefinition, visits).client.send(new GetTopPathStatisticsByTrafficCommand(input));
};

test('paths are told by their first segment, with the bots that ask most, and by category', async () => {
  const { PathStatistics, TotalRequestCount, TopCategories } = await ask();
  assert.equal(TotalRequestCount, 100);
  assert.deepEqual(PathStatistics, [
    {
      ...{ Path: '/api/', RequestCount: 80, Percentage: 80 },
      TopBots: [{ BotName: 'gptbot', RequestCount: 70, Percentage: 87.5 }],
    },
    {
      ...{ Path: '/', RequestCount: 20, Percentage: 20 },
      TopBots: [{ BotName: 'googlebot', RequestCount: 20, Percentage: 100 }],
    },
  ]);
  assert.deepEqual(
    TopCategories!.map(({ Source, Path, RequestCount }) => [Source!.BotCategory, Path, RequestCount]),
    [
      ['ai', '/api/', 70],
      ['search_engine', '/', 20],
      ['search_engine', '/api/', 10],
    ],
  );
});

test('below a prefix each path is told by itself, by pages', async () => {
  const first = await ask({ UriPathPrefix: '/api', Limit: 1 });
  assert.deepEqual([first.PathStatistics![0]!.Path, first.TotalRequestCount], ['/api/v1/users', 80]);
  const second = await ask({ UriPathPrefix: '/api', Limit: 1, NextMarker: first.NextMarker });
  assert.deepEqual([second.PathStatistics![0]!.Path, second.NextMarker], ['/api/v2', undefined]);
});

test('a filter leaves the bots it names, and says so', async () => {
  for (const filter of [{ BotCategory: 'AI' }, { BotOrganization: 'openai' }, { BotName: 'gptbot' }]) {
    const { PathStatistics, TotalRequestCount, TopCategories } = await ask(filter);
    assert.equal(TotalRequestCount, 70);
    assert.deepEqual(PathStatistics![0]!.Source, filter);
    assert.equal(TopCategories, undefined);
  }
});

test('a span that ends before it begins, and a web ACL of another scope, are errors', async () => {
  const turned = { StartTime: TimeWindow.EndTime, EndTime: TimeWindow.StartTime };
  await assert.rejects(ask({ TimeWindow: turned }), WAFInvalidParameterException);
  await assert.rejects(ask({ Scope: 'CLOUDFRONT' }), WAFNonexistentItemException);
});
