import { z } from 'zod';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { questionTest } from '../lens/question.ts';
import { statement } from '../statement.ts';

const operators = ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'] as const;
type Operator = (typeof operators)[number];

/** True when the field is as long as asked, in bytes after its transformations. */
export default statement({
  name: 'SizeConstraintStatement',
  shape: lensShape({
    members: {
      ComparisonOperator: z.enum(operators).describe('How its size is compared.'),
      Size: z
        .int()
        .min(0)
        .max(21_474_836_480)
        .describe('In bytes. Of a body no more counts than what is looked at: use OversizeHandling.'),
    },
  }).describe('True when the field is as long as asked.'),
  capacity: (settings) => lensCapacity(settings, 1),
  compile(settings, given) {
    const { ComparisonOperator, Size } = settings;
    const compare = compares[ComparisonOperator](Size);
    return questionTest('SizeConstraintStatement', settings, given, {
      test: (text) => compare(text.length),
      asked: `is ${signs[ComparisonOperator]} ${Size} bytes`,
      looked: { operator: ComparisonOperator, size: Size },
      shows: (text) => ({ span: null, looked: { bytes: text.length } }),
    });
  },
});

const compares: Readonly<Record<Operator, (size: number) => (bytes: number) => boolean>> = {
  EQ: (size) => (bytes) => bytes === size,
  NE: (size) => (bytes) => bytes !== size,
  LE: (size) => (bytes) => bytes <= size,
  LT: (size) => (bytes) => bytes < size,
  GE: (size) => (bytes) => bytes >= size,
  GT: (size) => (bytes) => bytes > size,
};

const signs: Readonly<Record<Operator, string>> = {
  EQ: 'exactly',
  NE: 'not exactly',
  LE: 'at most',
  LT: 'less than',
  GE: 'at least',
  GT: 'more than',
};
