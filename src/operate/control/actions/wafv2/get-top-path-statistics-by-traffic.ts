import { z } from 'zod';
import { action } from '../../action.ts';
import { invalidParameter, nonexistent } from '../../aws-error.ts';
import { paged } from '../../paging.ts';
import { webAclByArn } from '../../wafv2/found.ts';
import { byCategory, byPath, sum, visitsOf } from '../../wafv2/path-statistics.ts';
import { nextMarker, resourceArn, scope } from '../../wafv2/shapes.ts';

const filter = z
  .string()
  .min(1)
  .max(256)
  .regex(/.*\S.*/)
  .optional();

export default action({
  name: 'GetTopPathStatisticsByTraffic',
  shape: z
    .object({
      WebAclArn: resourceArn.describe('The web ACL.'),
      Scope: scope,
      UriPathPrefix: z
        .string()
        .min(1)
        .max(512)
        .regex(/^\/[^ ]*$/)
        .optional()
        .describe('Only paths that begin so, each by itself; absent: paths by their first segment.'),
      TimeWindow: z
        .object({
          StartTime: z.number().describe('From then, in seconds since the epoch.'),
          EndTime: z.number().describe('Until then.'),
        })
        .describe('Within the last three hours, in parts of ten minutes.'),
      BotCategory: filter.describe('Only bots of this category.'),
      BotOrganization: filter.describe('Only bots of this organization.'),
      BotName: filter.describe('Only this bot.'),
      Limit: z.int().min(1).max(100).describe('The most paths that a page may hold.'),
      NumberOfTopTrafficBotsPerPath: z.int().min(1).max(10).describe('The most bots to name for a path.'),
      NextMarker: nextMarker,
    })
    .describe('Which paths bots ask for, and which bots: those that a group for bots has named.'),
  run(input, state) {
    const acl = webAclByArn(state.definition, input.WebAclArn);
    if (acl.scope !== input.Scope) throw nonexistent(`${acl.name} is of the scope ${acl.scope}`);
    const { StartTime, EndTime } = input.TimeWindow;
    if (EndTime < StartTime)
      throw invalidParameter(
        'The time window ends before it begins',
        'TIME_WINDOW',
        `${StartTime} - ${EndTime}`,
      );
    const { BotCategory, BotOrganization, BotName, UriPathPrefix } = input;
    const wanted = { BotCategory, BotOrganization, BotName };
    const filtered = Object.values(wanted).some((value) => value !== undefined);
    const all = state.botVisits(acl.arn, StartTime * 1000, EndTime * 1000);
    const visits = visitsOf(all, wanted, UriPathPrefix);
    const whole = UriPathPrefix !== undefined;
    const paths = byPath(visits, {
      ...{ whole, bots: input.NumberOfTopTrafficBotsPerPath },
      source: filtered ? wanted : null,
    });
    const { page, next } = paged(paths, ({ Path }) => Path, input.NextMarker, input.Limit);
    return {
      PathStatistics: page,
      TotalRequestCount: sum(visits),
      NextMarker: next,
      ...(filtered ? {} : { TopCategories: byCategory(visits, whole).slice(0, input.Limit) }),
    };
  },
});
