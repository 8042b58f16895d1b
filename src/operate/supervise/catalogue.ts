import type { Catalogue } from '../../define/readers/catalogue.ts';
import { authorizerShape } from '../../guard/decide/authorize/shared.ts';
import { schemaFlaws } from '../../guard/decide/validate/schema/flaws.ts';
import { lacksPlaces } from '../../guard/decide/waf/addresses/places.ts';
import { managedGroup } from '../../guard/decide/waf/managed/groups.ts';
import { lacksOf } from '../../guard/decide/waf/managed/lacks.ts';
import { capacityOf, groupRuleShape, patternShape, ruleShape } from '../../guard/decide/waf/rules/rule.ts';
import integrations from '../../guard/dispatch/kinds/index.ts';

/** The shapes that readers check definitions by: each comes from the kind that will enforce it. */
export function catalogue(): Catalogue {
  const shapes = new Map(integrations.map((kind) => [kind.name as string, kind.shape]));
  return {
    rule: ruleShape(),
    groupRule: groupRuleShape(),
    pattern: patternShape,
    capacity: (rules) => capacityOf(rules),
    lacks: lacksOf,
    managedRules: (vendor, name) => {
      const group = managedGroup(vendor, name);
      return group?.rules(group.versions[0]!, group.config?.parse({})).map((rule) => rule.name) ?? [];
    },
    lacksPlaces,
    integration: (type) => shapes.get(type),
    authorizer: authorizerShape,
    schemaFlaws,
  };
}
