import { z } from 'zod';
import intrinsics from '../../src/define/readers/cloudformation/intrinsics/index.ts';
import { resourceTypes, UNREAD } from '../../src/define/readers/cloudformation/types.ts';
import { extensionPlaces, UNNAMED } from '../../src/define/readers/openapi/extensions.ts';
import { integrationShape } from '../../src/define/readers/openapi/integration.ts';
import {
  openapiShape,
  operationShape,
  pathShape,
  swaggerShape,
} from '../../src/define/readers/openapi/shapes.ts';
import { statementShape } from '../../src/guard/decide/waf/catalogue.ts';
import fields from '../../src/guard/decide/waf/fields/index.ts';
import { lensShapes } from '../../src/guard/decide/waf/lens/lens.ts';
import statements from '../../src/guard/decide/waf/statements/index.ts';
import transforms from '../../src/guard/decide/waf/transforms/index.ts';
import integrations from '../../src/guard/dispatch/kinds/index.ts';
import { bareOf } from './fields.ts';
import { code, fidelityTable, reference, shownStanding, table } from './markdown.ts';

/** Resource types that act, property by property, and those kept as a whole. */
export function resources(): string {
  const kinds = [...resourceTypes.values()].sort((a, b) => a.name.localeCompare(b.name));
  const acting = kinds.filter((kind) => kind.whole === undefined);
  const kept = kinds.flatMap((kind) =>
    kind.whole === undefined ? [] : [[code(kind.name), kind.whole.reason]],
  );
  return [
    ...acting.map(
      (kind) => `### ${kind.name}\n\n${bareOf(kind.shape).about}\n\n${fidelityTable(kind.shape)}`,
    ),
    `### Kept without effect\n\n${table(['type', 'why'], kept)}`,
  ].join('\n\n');
}

/** Types of the services a gateway is made of that no kind reads. */
export const unread = (): string =>
  table(
    ['type', 'here', 'without it'],
    Object.entries(UNREAD).map(([type, without]) => [
      code(type),
      without === '' ? 'stored' : 'refused',
      without === '' ? 'nothing here would be different' : without,
    ]),
  );

export const functions = (): string =>
  intrinsics
    .map((kind) => kind.name as string)
    .filter((name) => name !== 'Fn::Transform')
    .map(code)
    .join(', ');

/** Extensions of an OpenAPI document, by where they may stand. */
export const extensions = (): string =>
  table(
    ['extension', 'at', 'here', 'what it says', 'why not enforced'],
    Object.entries(extensionPlaces).flatMap(([place, shapes]) =>
      Object.entries(shapes as Record<string, z.ZodType>).map(([name, shape]) => {
        const { about, standing } = bareOf(shape);
        return standing?.reason === UNNAMED
          ? [code(name), place, 'enforced', about, `stored where ${UNNAMED}`]
          : [code(name), place, shownStanding(standing), about, standing?.reason ?? ''];
      }),
    ),
  );

/** What OpenAPI itself has, by object; extensions stand in a table of their own. */
export const objects = (): string =>
  [
    ['OpenAPI 3', openapiShape],
    ['Swagger 2.0', swaggerShape],
    ['Path', pathShape],
    ['Operation', operationShape],
  ]
    .map(([name, shape]) => `### ${name}\n\n${fidelityTable(withoutExtensions(shape as z.ZodObject))}`)
    .join('\n\n');

const withoutExtensions = (shape: z.ZodObject): z.ZodType =>
  z.object(
    Object.fromEntries(Object.entries(shape.shape).filter(([key]) => !key.startsWith('x-'))) as z.ZodRawShape,
  );

export const openapiIntegration = (): string => fidelityTable(integrationShape);

/** Integration types, with the settings of each. */
export const integrationTypes = (): string =>
  [
    ...integrations.map(
      (kind) => `### ${kind.name}\n\n${bareOf(kind.shape).about}\n\n${reference(kind.shape)}`,
    ),
    '`AWS` and `HTTP`, which map requests by template, are refused.',
  ].join('\n\n');

/** Statements, fields and transformations of a web ACL: what is enforced, and what AWS WAF has besides. */
export function webAcl(): string {
  const transformed = transforms.map((kind) => [code(kind.name), 'enforced', bareOf(kind.shape).about]);
  return [
    `### Statements\n\n${members(statements, statementShape())}\n\nThe \`Version\` of a ManagedRuleGroupStatement is stored, but for AWSManagedRulesKnownBadInputsRuleSet: [what versions mean](managed-groups.md#what-the-words-mean).`,
    `### Fields to match\n\n${members(fields, lensShapes.FieldToMatch)}`,
    `### Text transformations\n\n${table(['name', 'here', 'what it does'], transformed)}`,
  ].join('\n\n');
}

/** The kinds of a choice, and its members that no kind is there for: those are turned away. */
function members(
  kinds: readonly { readonly name: string; readonly shape: z.ZodType }[],
  choice: z.ZodType,
): string {
  const known = new Set(kinds.map((kind) => kind.name));
  const all = Object.keys((bareOf(choice).shape as z.ZodObject).shape);
  return table(
    ['name', 'here', 'what it says'],
    [
      ...kinds.map((kind) => [code(kind.name), 'enforced', bareOf(kind.shape).about]),
      ...all.filter((name) => !known.has(name)).map((name) => [code(name), 'refused', '']),
    ],
  );
}
