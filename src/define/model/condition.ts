import { parseBlock } from '../../base/address.ts';

/** What a condition compares its values as. */
export type Comparison = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'address' | 'arn' | 'null';

/** An operator of a policy's condition, taken apart ("IAM JSON policy elements: Condition operators"). */
export interface Operator {
  /** Without its qualifier and `IfExists`: `StringLike`. */
  readonly name: string;
  readonly comparison: Comparison;
  /** True: holds when none of the values fits. */
  readonly negated: boolean;
  /** Of a key with several values: each of them, or any of them, must fit. */
  readonly over: 'one' | 'any' | 'all';
  /** True: holds where the request has no such key. */
  readonly ifExists: boolean;
}

const OPERATORS: Readonly<Record<string, readonly [Comparison, boolean]>> = {
  StringEquals: ['string', false],
  StringNotEquals: ['string', true],
  StringEqualsIgnoreCase: ['string', false],
  StringNotEqualsIgnoreCase: ['string', true],
  StringLike: ['string', false],
  StringNotLike: ['string', true],
  NumericEquals: ['numeric', false],
  NumericNotEquals: ['numeric', true],
  NumericLessThan: ['numeric', false],
  NumericLessThanEquals: ['numeric', false],
  NumericGreaterThan: ['numeric', false],
  NumericGreaterThanEquals: ['numeric', false],
  DateEquals: ['date', false],
  DateNotEquals: ['date', true],
  DateLessThan: ['date', false],
  DateLessThanEquals: ['date', false],
  DateGreaterThan: ['date', false],
  DateGreaterThanEquals: ['date', false],
  Bool: ['bool', false],
  BinaryEquals: ['binary', false],
  IpAddress: ['address', false],
  NotIpAddress: ['address', true],
  ArnEquals: ['arn', false],
  ArnLike: ['arn', false],
  ArnNotEquals: ['arn', true],
  ArnNotLike: ['arn', true],
  Null: ['null', false],
};

/** Reads the name of an operator; null when there is none of that name. */
export function operatorOf(text: string): Operator | null {
  const qualified = /^(ForAnyValue|ForAllValues):(.+)$/.exec(text);
  const rest = qualified === null ? text : qualified[2]!;
  const ifExists = rest.endsWith('IfExists');
  const name = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  if (!Object.hasOwn(OPERATORS, name) || (name === 'Null' && (ifExists || qualified !== null))) return null;
  const [comparison, negated] = OPERATORS[name]!;
  const over = qualified === null ? 'one' : qualified[1] === 'ForAnyValue' ? 'any' : 'all';
  return { name, comparison, negated, over, ifExists };
}

const KEYS = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:referer',
  'aws:useragent',
  'aws:securetransport',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:tokenissuetime',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltype',
  'aws:userid',
  'aws:username',
]);

/** Whether a condition key is one that requests here may have; keys are compared without case. */
export function isConditionKey(key: string): boolean {
  const lower = key.toLowerCase();
  return KEYS.has(lower) || /^aws:principaltag\/.+$/.test(lower);
}

/** What is wrong with a value of a condition, in words that follow it; '' when nothing is. */
export function valueFlaw(operator: Operator, value: string): string {
  switch (operator.comparison) {
    case 'numeric':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? '' : 'must be a number';
    case 'date':
      return Number.isNaN(momentOf(value)) ? 'must be a date such as 2026-01-31T00:00:00Z' : '';
    case 'bool':
    case 'null':
      return /^(true|false)$/i.test(value) ? '' : 'must be true or false';
    case 'address':
      return parseBlock(value) === null ? 'must be an address or a block such as 203.0.113.0/24' : '';
    case 'binary':
      return /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? '' : 'must be base64';
    case 'arn':
      return value.split(':').length >= 6 || /[*?$]/.test(value) ? '' : 'must be an ARN';
    default:
      return '';
  }
}

/** A date of a condition in milliseconds since the epoch: ISO 8601 as W3C has it, or seconds since the epoch; NaN for neither. */
export function momentOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && text.length > 4) return Number(text) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text))
    return Number.NaN;
  const zoned = /T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text;
  return Date.parse(zoned);
}
