import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import type { LoggingFilter } from '../../define/model/logging.ts';
import type { WebAclView } from '../view.ts';

type Filter = LoggingFilter['Filters'][number];
type Condition = Filter['Conditions'][number];

/** Whether a record is kept: the first filter that fits decides, and the default behavior where none does. */
export function keeps(filter: LoggingFilter | null, e: Event, waf: WafOutcome, acl: WebAclView): boolean {
  if (filter === null) return true;
  const fits = (condition: Condition): boolean => meets(condition, e, waf, acl);
  const decides = filter.Filters.find((f) =>
    f.Requirement === 'MEETS_ALL' ? f.Conditions.every(fits) : f.Conditions.some(fits),
  );
  return (decides?.Behavior ?? filter.DefaultBehavior) === 'KEEP';
}

/** True of a filter that keeps nothing but what was not let through, so that nothing else need be asked for. */
export function keepsRefusedAlone(filter: LoggingFilter | null): boolean {
  if (filter === null || filter.DefaultBehavior === 'KEEP') return false;
  return filter.Filters.filter((f) => f.Behavior === 'KEEP').every((f) => {
    const refuses = (c: Condition): boolean => c.ActionCondition?.Action === 'BLOCK';
    return f.Requirement === 'MEETS_ALL' ? f.Conditions.some(refuses) : f.Conditions.every(refuses);
  });
}

function meets(condition: Condition, e: Event, waf: WafOutcome, acl: WebAclView): boolean {
  if (condition.LabelNameCondition !== undefined)
    return e.labels.includes(condition.LabelNameCondition.LabelName);
  return done(waf, acl).has(condition.ActionCondition!.Action);
}

/** Every action that was taken with a request, of rules that ended it and of those that did not. */
function done(waf: WafOutcome, acl: WebAclView): Set<string> {
  const actions = new Set<string>([waf.action]);
  if (waf.counted.length > 0) actions.add('COUNT');
  for (const proven of waf.proven ?? []) actions.add(proven.action);
  for (const { rule, action, counted, proven = [] } of waf.groups ?? []) {
    const rules = acl.rules.get(rule)?.group?.rules;
    if (action !== '' && waf.action === action) actions.add(action);
    for (const one of proven) actions.add(one.action);
    for (const name of counted) actions.add(rules?.get(name)?.excluded ? 'EXCLUDED_AS_COUNT' : 'COUNT');
  }
  return actions;
}
