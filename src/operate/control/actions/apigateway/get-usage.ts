import { z } from 'zod';
import { restAction } from '../../action.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { limit, position, usageplanId } from '../../apigateway/shapes.ts';
import { dayIn, usageByDay } from '../../apigateway/usage-days.ts';
import { planOf } from '../../apigateway/usage-found.ts';
import { paged } from '../../paging.ts';

/** Days that one answer may cover. */
const mostDays = 90;

export default restAction({
  name: 'GetUsage',
  route: 'GET /usageplans/{usageplanId}/usage',
  shape: z
    .object({
      usageplanId,
      position,
      limit,
      startDate: z.string().describe('The first day, as in 2026-11-22.'),
      endDate: z.string().describe('The last day.'),
      keyId: z.string().optional().describe('Only what this key used.'),
    })
    .describe('What the keys of a plan used on each day, and what was left at its end.'),
  run({ usageplanId: planId, startDate, endDate, ...input }, { definition, usage }) {
    const plan = planOf(definition, planId);
    const [from, to] = [dayIn(startDate, 'startDate'), dayIn(endDate, 'endDate')];
    if (to < from) throw badRequest('Invalid endDate: it must not be before startDate');
    if (to - from >= mostDays) throw badRequest(`Usage is given for up to ${mostDays} days at once`);
    const members = definition.usagePlanKeys.filter(
      (m) => m.planId === planId && (input.keyId === undefined || m.keyId === input.keyId),
    );
    const { page, next } = paged(members, (member) => member.keyId, input.position, input.limit);
    const values = page.map(({ keyId }) => [keyId, usageByDay(plan, keyId, from, to, usage)] as const);
    return { usagePlanId: planId, startDate, endDate, values: Object.fromEntries(values), position: next };
  },
});
