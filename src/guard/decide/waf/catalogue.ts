import { z } from 'zod';
import { exactlyOne, notEnforced } from './shapes.ts';
import type { Statement, StatementSettings, Test, WafGiven } from './statement.ts';
import kinds from './statements/index.ts';

// Statements within statements import this page, and this page imports all of them. That holds because what
// they take from here are functions, called long after every page has been read.

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

/** The shape of a rule's statement: exactly one of AWS's kinds, those not enforced yet turned away by name. */
export function statementShape(): z.ZodType<StatementSettings> {
  top ??= shapeOf(Object.fromEntries(all().map((kind) => [kind.name, kind.shape])));
  return top;
}

/** The shape of a statement within another, where a rate-based one may not stand. */
export function nestedShape(): z.ZodType<StatementSettings> {
  inner ??= z.lazy(() => {
    const members = all().map((kind): [string, z.ZodType] => [kind.name, kind.shape]);
    return shapeOf({ ...Object.fromEntries(members), RateBasedStatement: topOnly });
  });
  return inner;
}

let top: z.ZodType<StatementSettings> | undefined;
let inner: z.ZodType<StatementSettings> | undefined;

const topOnly = z
  .custom<never>(() => false, 'may stand only at the top of a rule, not within another statement')
  .describe('Not within another statement.');

function shapeOf(members: Record<string, z.ZodType>): z.ZodType<StatementSettings> {
  const refused = Object.fromEntries(later.map((name) => [name, notEnforced(name)]));
  const shape = exactlyOne(
    { ...members, ...refused },
    'What a rule asks of a request: exactly one statement.',
  );
  return shape as z.ZodType<StatementSettings>;
}

const all = (): readonly Statement<never>[] => kinds as unknown as readonly Statement<never>[];

/** The kind of a statement, and its settings. */
function opened(settings: StatementSettings): [Statement<never>, never] {
  const [[name, of]] = Object.entries(settings) as [[string, never]];
  const kind = all().find((k) => k.name === name);
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
