import type { Looked, Said } from '../../../../base/trace.ts';
import type { RuleAction } from '../../../../define/model/web-acl.ts';
import type { Source } from '../rules/group.ts';

/**
 * What a trace says of a rule that was asked: what it does, and of one that counts what it would have done. `counts` is
 * true within a group whose result only counts.
 */
export function ruleSaid({ priority, action, own, labels }: Source, matched: boolean, counts: boolean): Said {
  const done = nameOf(action);
  const looked: Looked = { priority, action: done };
  if (!matched) return { looked, outcome: 'no match', because: 'It does not match; the next rule is asked.' };
  const given: Looked = labels.length === 0 ? {} : { labels: labels.join(', ') };
  return { looked: { ...looked, ...given }, outcome: 'match', because: becauseOf(action, own, counts) };
}

/** The same of a rule that refers to a group. */
export const askedSaid = ({ priority }: Source, matched: boolean): Said => ({
  looked: { priority },
  outcome: matched ? 'match' : 'no match',
  because: matched ? 'The rules of its group are asked.' : 'The rules of its group are not asked.',
});

function becauseOf(action: RuleAction, own: RuleAction, counts: boolean): string {
  if (!('Count' in action) && counts)
    return `It matches and ends its group, which only counts here; otherwise ${consequences[nameOf(action)]}.`;
  if (!('Count' in action)) return `It matches, so ${consequences[nameOf(action)] ?? `: ${nameOf(action)}`}.`;
  if ('Count' in own)
    return 'It matches and only counts; with Block in place of Count the request would be refused here.';
  return `It matches and only counts: the web ACL overrides its own action, ${nameOf(own)}, by which ${consequences[nameOf(own)]}.`;
}

/** What a group that only counts would have done. */
export const wouldHave = (action: string): string =>
  action === 'ALLOW' ? 'the request would be let through here' : 'the request would be refused here';

const nameOf = (action: RuleAction): string => Object.keys(action)[0] ?? '';

const consequences: Readonly<Record<string, string>> = {
  Allow: 'the request is let through, and no rule behind it is asked',
  Block: 'the request is refused',
  Captcha: 'the request needs a token that proves a solved puzzle',
  Challenge: 'the request needs a token that proves a browser',
};
