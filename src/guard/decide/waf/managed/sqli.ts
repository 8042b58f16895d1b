import { finds, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { awsRule, perComponent } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';
import { isPassword } from './password.ts';
import { isVersions } from './told-of-machines.ts';

// From here on a finding leaves no doubt; what lies between it and the threshold is left to the extended patterns.
const sure = 70;

const surely = (given: WafGiven, place: Place) =>
  finds(given, { places: [place], families: ['sqli'], counts: ({ score }) => score >= sure });
const likely = (given: WafGiven, place: Place) =>
  finds(given, {
    places: [place],
    families: ['sqli'],
    counts: (finding, piece) => !isPassword(finding, piece) && !isVersions(piece),
  });

const certain = 'What would run as SQL, without a doubt: a score of 70 and more.';
const probable = 'What would run as SQL: a score of 50 and more.';

const rules = [
  ...perComponent('SQLi', ['QUERYARGUMENTS', 'BODY'], 'approximated', surely, certain),
  // There are no extended patterns for cookies.
  ...perComponent('SQLi', ['COOKIE'], 'approximated', likely, probable),
  ...perComponent('SQLi', ['URIPATH'], 'approximated', surely, certain),
  ...perComponent(
    'SQLiExtendedPatterns',
    ['QUERYARGUMENTS', 'BODY', 'HEADER'],
    'approximated',
    likely,
    probable,
  ),
  awsRule({
    name: 'SQLiExtendedPatterns_URIPATH',
    fidelity: 'approximated',
    label: 'SQLiExtendedPatterns_UriPath',
    about: probable,
    compile: (given) => likely(given, 'path'),
  }),
];

/** What would run as SQL. */
export const sqli: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesSQLiRuleSet',
  description: 'What would run as SQL.',
  capacity: 200,
  labelNamespace: 'awswaf:managed:aws:sql-database:',
  versions: Object.freeze([...versionsTo(2, 0), ...versionsTo(1, 3)]),
  rules: () => rules,
});
