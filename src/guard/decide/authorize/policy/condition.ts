import { isIn, parseAddress, parseBlock } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { momentOf, type Operator } from '../../../../define/model/condition.ts';
import { type Fits, glob, literal } from './glob.ts';
import type { Keys, ReadKey } from './keys.ts';

/** Whether a condition holds for a request. */
export type Holds = (x: Exchange) => boolean;

/**
 * Compiles one line of a condition: an operator, a key and the values it is compared with ("IAM JSON policy
 * elements: Condition operators"). A key that the request has not fails it, unless the operator is negated or
 * ends in `IfExists`.
 */
export function compileCondition(
  operator: Operator,
  key: string,
  values: readonly string[],
  keys: Keys,
  variables: boolean,
): Holds {
  const read: ReadKey = keys(key) ?? (() => undefined);
  if (operator.comparison === 'null') {
    const absent = values.map((value) => /^true$/i.test(value));
    return (x) => absent.includes(read(x) === undefined);
  }
  const tests = values.map((value) => compare(operator, value, variables ? keys : null));
  const { negated } = operator;
  // Every key here has one value: over it, "any" and "all" differ only where there is none.
  const missing = operator.ifExists || operator.over === 'all' || (negated && operator.over !== 'any');
  return (x) => {
    const actual = read(x);
    if (actual === undefined) return missing;
    for (let i = 0; i < tests.length; i++) if (tests[i]!(actual, x)) return !negated;
    return negated;
  };
}

/** One value; of a negated operator the plain one, since the caller turns the outcome round. */
function compare({ name, comparison }: Operator, value: string, keys: Keys | null): Fits {
  switch (comparison) {
    case 'string':
      if (name.endsWith('Like')) return glob(value, keys);
      return literal(value, keys, name.endsWith('IgnoreCase'));
    case 'numeric':
      return ordered(name.slice('Numeric'.length), Number(value), numberOf);
    case 'date':
      return ordered(name.slice('Date'.length), momentOf(value), momentOf);
    case 'bool': {
      const wanted = value.toLowerCase();
      return (actual) => actual.toLowerCase() === wanted;
    }
    case 'binary':
      return literal(value, null);
    case 'address': {
      const block = parseBlock(value);
      const blocks = block === null ? [] : [block];
      return (actual) => {
        const address = parseAddress(actual);
        return address !== null && isIn(address, blocks);
      };
    }
    default:
      return arnLike(value, keys);
  }
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

function ordered(relation: string, wanted: number, read: (text: string) => number): Fits {
  switch (relation) {
    case 'LessThan':
      return (actual) => read(actual) < wanted;
    case 'LessThanEquals':
      return (actual) => read(actual) <= wanted;
    case 'GreaterThan':
      return (actual) => read(actual) > wanted;
    case 'GreaterThanEquals':
      return (actual) => read(actual) >= wanted;
    default:
      return (actual) => read(actual) === wanted;
  }
}

/** Each of the six parts of an ARN by itself: a star goes past no colon but those of the last part. */
function arnLike(pattern: string, keys: Keys | null): Fits {
  const parts = sixOf(pattern);
  if (parts === null) return glob(pattern, keys);
  const tests = parts.map((part) => glob(part, keys));
  return (actual, x) => {
    const own = sixOf(actual);
    return own !== null && tests.every((test, i) => test(own[i]!, x));
  };
}

function sixOf(arn: string): string[] | null {
  const parts = arn.split(':');
  if (parts.length < 6) return null;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
