import { finds, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { awsRule } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';
import { isUnixPath } from './systems.ts';

const files = (given: WafGiven, places: readonly Place[]) =>
  finds(given, { places, families: ['path'], counts: isUnixPath });

const rule = (component: string, places: readonly Place[], where: string) =>
  awsRule({
    name: `LFI_${component}`,
    fidelity: 'approximated',
    about: `Files of Linux that no caller should name, and climbing to them, in ${where}: \`/proc/version\`, \`../../etc/passwd\`.`,
    compile: (given) => files(given, places),
  });

const rules = [
  rule('URIPATH', ['path'], 'the path'),
  rule('QUERYSTRING', ['query'], 'arguments'),
  rule('HEADER', ['header', 'cookie'], 'headers and cookies'),
];

/** Files of a Linux server. */
export const linux: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesLinuxRuleSet',
  description: 'Files of a Linux server that no caller should name.',
  capacity: 200,
  labelNamespace: 'awswaf:managed:aws:linux-os:',
  versions: Object.freeze([...versionsTo(2, 6), ...versionsTo(1, 1)]),
  rules: () => rules,
});
