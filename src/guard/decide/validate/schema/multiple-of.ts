import { _, type FuncKeywordDefinition, str } from 'ajv';

/** `multipleOf` as decimals have it: 19.99 is a multiple of 0.01, which no division of doubles says. */
export const multipleOf: FuncKeywordDefinition = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  error: {
    message: ({ schemaCode }) => str`must be multiple of ${schemaCode}`,
    params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}`,
  },
  validate: (of: number, value: number): boolean => isMultiple(value, of),
};

/** Whether one number, as it is written in decimal, is a multiple of another that is greater than 0. */
export function isMultiple(value: number, of: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0;
  const a = decimal(value);
  const b = decimal(of);
  const least = Math.min(a.exponent, b.exponent);
  return (
    (a.digits * 10n ** BigInt(a.exponent - least)) % (b.digits * 10n ** BigInt(b.exponent - least)) === 0n
  );
}

/** `digits × 10^exponent`; a double has 17 digits and exponents of three, so both stay small. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(
    String(value),
  )!;
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}
