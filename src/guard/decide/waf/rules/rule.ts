import { z } from 'zod';
import { captchaConfigShape, challengeConfigShape } from '../../../../define/model/immunity.ts';
import { visibilityShape } from '../../../../define/model/visibility.ts';
import { capacityOfStatement, groupStatementShape, statementShape } from '../catalogue.ts';
import type { StatementSettings } from '../statement.ts';
import { actionShape, overrideActionShape } from './action.ts';

export { statementShape } from '../catalogue.ts';
export { patternShape } from '../texts/regex.ts';
export { actionShape, defaultActionShape } from './action.ts';

const name = z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -');

const reserved = ['awswaf', 'aws', 'waf', 'rulegroup', 'webacl', 'regexpatternset', 'ipset', 'managed'];

const labelShape = z
  .strictObject({
    Name: z
      .string()
      .max(1024)
      .regex(
        /^[\w-]{1,128}(:[\w-]{1,128}){0,5}$/,
        'must be up to six words of letters, digits, _ and -, parted by :',
      )
      .refine(
        (text) => !text.split(':').some((part) => reserved.includes(part)),
        `must not hold the words ${reserved.join(', ')}`,
      )
      .describe('The label, without its prefix: `risk:high`.'),
  })
  .describe('A label.');

const groups = ['RuleGroupReferenceStatement', 'ManagedRuleGroupStatement'];

const shapeOf = (statement: () => z.ZodType<StatementSettings>) =>
  z
    .strictObject({
      Name: name.describe('Its name, unique in the web ACL.'),
      Priority: z.int().min(0).describe('Its place: lower ones are asked first. Unique in the web ACL.'),
      Statement: z.lazy(statement),
      Action: actionShape.optional(),
      OverrideAction: overrideActionShape.optional(),
      RuleLabels: z.array(labelShape).max(100).optional().describe('Labels it gives to requests that match.'),
      VisibilityConfig: visibilityShape,
      CaptchaConfig: captchaConfigShape.optional(),
      ChallengeConfig: challengeConfigShape.optional(),
    })
    .superRefine(({ Statement, Action, OverrideAction, RuleLabels }, context) => {
      const refuse = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      const grouped = groups.some((kind) => kind in Statement);
      if (grouped && OverrideAction === undefined)
        refuse(
          'OverrideAction',
          'must be given for a rule that refers to a group: { None: {} } keeps its result',
        );
      if (grouped && Action !== undefined)
        refuse('Action', 'may not be given for a rule that refers to a group, which has an OverrideAction');
      if (grouped && RuleLabels !== undefined)
        refuse(
          'RuleLabels',
          'may not be given for a rule that refers to a group: the rules in it give labels',
        );
      if (!grouped && Action === undefined) refuse('Action', 'must be given');
      if (!grouped && OverrideAction !== undefined)
        refuse('OverrideAction', 'belongs to rules that refer to a rule group; a plain rule has an Action');
      if ('RateBasedStatement' in Statement && Action !== undefined && 'Allow' in (Action as object))
        refuse('Action', 'may not be Allow for a rate-based rule');
    })
    .describe('A rule of a web ACL.');

const shape = shapeOf(statementShape);
const groupShape = shapeOf(groupStatementShape);

/** The shape of a rule in the form the WAFv2 API has. */
export const ruleShape = (): z.ZodType => shape;

/** The same for a rule of a rule group, which can hold no other group. */
export const groupRuleShape = (): z.ZodType => groupShape;

/**
 * Web ACL capacity units of all rules of a web ACL or group (checked by their shape) in the form the WAFv2 API has, with
 * one for every five labels they give (AWS WAF: "AWS WAF rules that add labels"). `group` gives those of a rule group by
 * its ARN.
 */
export function capacityOf(rules: readonly unknown[], group: (arn: string) => number = () => 0): number {
  let labels = 0;
  let units = 0;
  for (const { Statement, RuleLabels = [] } of rules as readonly Charged[]) {
    labels += RuleLabels.length;
    units += capacityOfStatement(Statement, group);
  }
  return units + Math.floor(labels / labelsForOne);
}

interface Charged {
  readonly Statement: StatementSettings;
  readonly RuleLabels?: readonly unknown[];
}

const labelsForOne = 5;
