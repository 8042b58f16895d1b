import { z } from 'zod';
import { nestedIs } from './nested.ts';
import { exactlyOne, notEnforced } from './shapes.ts';
import type { Statement, StatementSettings, Test, WafGiven } from './statement.ts';
import kinds from './statements/index.ts';

const all = kinds as unknown as readonly Statement<never>[];

const later = [
  'SqliMatchStatement',
  'XssMatchStatement',
  'SizeConstraintStatement',
  'GeoMatchStatement',
  'AsnMatchStatement',
  'RegexMatchStatement',
  'RegexPatternSetReferenceStatement',
  'LabelMatchStatement',
  'RuleGroupReferenceStatement',
  'ManagedRuleGroupStatement',
];

const members = Object.fromEntries(all.map((kind) => [kind.name, kind.shape as z.ZodType]));
const topOnly = z
  .custom<never>(() => false, 'may stand only at the top of a rule, not within another statement')
  .describe('Not within another statement.');
const shape = shapeOf(members);
nestedIs(shapeOf({ ...members, RateBasedStatement: topOnly }));

/** The shape of a rule's statement: exactly one of AWS's kinds, those not enforced yet turned away by name. */
export const statementShape = (): z.ZodType<StatementSettings> => shape;

function shapeOf(members: Record<string, z.ZodType>): z.ZodType<StatementSettings> {
  const refused = Object.fromEntries(later.map((name) => [name, notEnforced(name)]));
  const shape = exactlyOne(
    { ...members, ...refused },
    'What a rule asks of a request: exactly one statement.',
  );
  return shape as z.ZodType<StatementSettings>;
}

/** The kind of a statement, and its settings. */
function opened(settings: StatementSettings): [Statement<never>, never] {
  const [[name, of]] = Object.entries(settings) as [[string, never]];
  const kind = all.find((k) => k.name === name);
  if (kind === undefined) throw new TypeError(`no statement is called ${name}`);
  return [kind, of];
}

/** Compiles a statement as it was written: its shape fills in what was left out. */
export function compileStatement(settings: StatementSettings, given: WafGiven): Test {
  const [kind, of] = opened(settings);
  return kind.compile(kind.shape.parse(of), given);
}

/** Web ACL capacity units of a statement and all within it. */
export function capacityOfStatement(settings: StatementSettings): number {
  const [kind, of] = opened(settings);
  return kind.capacity(of, capacityOfStatement);
}
