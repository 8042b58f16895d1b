import { graphqlShape } from '../../src/guard/decide/waf/managed/api/graphql.ts';
import { managedGroups } from '../../src/guard/decide/waf/managed/groups.ts';
import { code, reference, table } from './markdown.ts';

/** What GraphQL requests may ask for. */
export const graphql = (): string => reference(graphqlShape);

/** Every managed rule group with its rules. */
export const groups = (): string =>
  managedGroups()
    .map((group) => {
      const rules = group.rules(group.versions[0]!, group.config?.safeParse({}).data);
      const facts = [
        `vendor ${code(group.vendor)}`,
        `${group.capacity} capacity units`,
        `labels ${code(`${group.labelNamespace}…`)}`,
        group.versions.length === 1
          ? `version ${code(group.versions[0]!)}`
          : `versions ${code(group.versions.at(-1)!)} to ${code(group.versions[0]!)}`,
      ];
      const rows = rules.map(({ name, action, labels, fidelity, about, since }) => [
        code(name),
        Object.keys(action)[0]!,
        since === undefined ? about : `${about} From ${code(since)} on.`,
        labels.map(code).join(', '),
        fidelity,
      ]);
      const head = `### ${group.name}\n\n${group.description} ${facts.join(', ')}.`;
      return `${head}\n\n${table(['rule', 'action', 'matches', 'label', 'fidelity'], rows)}`;
    })
    .join('\n\n');
