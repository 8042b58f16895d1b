import type { Note } from '../../../base/note.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type { RuleGroup, WebAcl } from '../../../define/model/web-acl.ts';
import { checkRules } from '../../../define/readers/check-rules.ts';
import { Draft } from '../../../define/readers/draft.ts';
import { catalogue } from '../../supervise/catalogue.ts';
import { type AwsError, invalidParameter, limitsExceeded, nonexistent } from '../aws-error.ts';
import { checkReferences } from './references.ts';

/**
 * A web ACL that may take its place in a definition, with its capacity: checked as one that a file has. Throws what
 * AWS WAF answers to one that may not.
 */
export function checkedAcl(acl: WebAcl, definition: Definition): WebAcl {
  checkReferences(acl, definition);
  const draft = draftOf(definition);
  draft.ruleGroups.push(...definition.ruleGroups);
  draft.webAcls.push(acl);
  checkRules(draft);
  refuse(draft.notes, acl.name);
  return draft.webAcls[0]!;
}

/** The same for a rule group. */
export function checkedGroup(group: RuleGroup, definition: Definition): RuleGroup {
  checkReferences(group, definition);
  const draft = draftOf(definition);
  draft.ruleGroups.push(group);
  checkRules(draft);
  refuse(draft.notes, group.name);
  return group;
}

function draftOf({ settings, ipSets, regexPatternSets }: Definition): Draft {
  const draft = new Draft(settings, catalogue());
  draft.ipSets.push(...ipSets);
  draft.regexPatternSets.push(...regexPatternSets);
  return draft;
}

function refuse(notes: readonly Note[], name: string): void {
  const wrong = notes.find((note) => note.level === 'error');
  if (wrong !== undefined) throw (answers[wrong.code] ?? unfit)(wrong.message, name);
}

const unfit = (message: string, name: string): AwsError => invalidParameter(message, 'RULE', name);

const answers: Readonly<Record<string, (message: string, name: string) => AwsError>> = {
  'web-acl.no-ip-set': nonexistent,
  'web-acl.no-pattern-set': nonexistent,
  'web-acl.no-rule-group': nonexistent,
  'web-acl.bodies': limitsExceeded,
  'web-acl.headers': limitsExceeded,
  'web-acl.rates': limitsExceeded,
  'web-acl.capacity': limitsExceeded,
  'web-acl.no-rule': (message, name) => invalidParameter(message, 'RULE_GROUP_REFERENCE_STATEMENT', name),
  'web-acl.no-country-database': (message, name) => invalidParameter(message, 'GEO_MATCH_STATEMENT', name),
  'web-acl.no-asn-database': (message, name) => invalidParameter(message, 'STATEMENT', name),
};
