import { z } from 'zod';
import type { Gate } from './gates/gate.ts';
import { nestedIs } from './nested.ts';
import { exactlyOne } from './shapes.ts';
import type { CapacityOf, Statement, StatementSettings, Test, WafGiven } from './statement.ts';
import kinds from './statements/index.ts';

const all = kinds as unknown as readonly Statement<never>[];
const byName = new Map(all.map((kind) => [kind.name, kind]));

const turnedAway = (message: string) => z.custom<never>(() => false, message).describe('Not here.');
const topOnly = turnedAway('may stand only at the top of a rule, not within another statement');
const aclOnly = turnedAway('may stand only in a rule of a web ACL: a rule group holds no other group');

const shape = shapeOf((kind) => kind.shape);
const inGroup = shapeOf((kind) => (kind.top === 'web ACL' ? aclOnly : kind.shape));
nestedIs(shapeOf((kind) => (kind.top === undefined ? kind.shape : topOnly)));

/** The shape of a rule's statement: exactly one of AWS's kinds. */
export const statementShape = (): z.ZodType<StatementSettings> => shape;

/** The same for a rule of a group. */
export const groupStatementShape = (): z.ZodType<StatementSettings> => inGroup;

function shapeOf(of: (kind: Statement<never>) => z.ZodType): z.ZodType<StatementSettings> {
  const members = Object.fromEntries(all.map((kind) => [kind.name, of(kind)]));
  const choice = exactlyOne(members, 'What a rule asks of a request: exactly one statement.');
  return choice as z.ZodType<StatementSettings>;
}

/** The kind of a statement, and its settings. */
function opened(settings: StatementSettings): [Statement<never>, never] {
  const [[name, of]] = Object.entries(settings) as [[string, never]];
  const kind = byName.get(name);
  if (kind === undefined) throw new TypeError(`no statement is called ${name}`);
  return [kind, of];
}

/** Compiles a statement as it was written: its shape fills in what was left out. */
export function compileStatement(settings: StatementSettings, given: WafGiven): Test {
  const [kind, of] = opened(settings);
  return kind.compile(kind.shape.parse(of), given);
}

/** What a request must have for a statement to match. */
export function gateOfStatement(settings: StatementSettings, given: WafGiven): Gate {
  const [kind, of] = opened(settings);
  return kind.gate?.(kind.shape.parse(of), given, (nested) => gateOfStatement(nested, given)) ?? null;
}

/** Web ACL capacity units of a statement and all within it; `group` gives those of a rule group by its ARN. */
export function capacityOfStatement(settings: StatementSettings, group: (arn: string) => number): number {
  const of = Object.assign(
    (nested: StatementSettings): number => {
      const [kind, inner] = opened(nested);
      return kind.capacity(inner, of);
    },
    { group },
  ) as CapacityOf;
  return of(settings);
}
