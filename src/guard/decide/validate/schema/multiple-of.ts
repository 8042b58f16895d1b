import type { FuncKeywordDefinition } from 'ajv';
import { onDemand } from '../../../../base/on-demand.ts';

const ajv = onDemand<typeof import('ajv')>('ajv');

/** `multipleOf` as decimals have it: 19.99 is a multiple of 0.01, which no division of doubles says. */
export function multipleOf(): FuncKeywordDefinition {
  const { _, str } = ajv();
  return {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: {
      message: ({ schemaCode }) => str`must be multiple of ${schemaCode}`,
      params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}`,
    },
    validate: (of: number, value: number): boolean => isMultiple(value, of),
  };
}

/** By a number that multiples are asked of: the power of ten that makes it whole, and what it then is. */
const scales = new Map<number, { readonly power: number; readonly whole: number }>();

/** Whether one number, as it is written in decimal, is a multiple of another that is greater than 0. */
export function isMultiple(value: number, of: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0;
  let scale = scales.get(of);
  if (scale === undefined) {
    scale = scaleOf(of);
    // Schemas have few such numbers, and callers none.
    scales.set(of, scale);
  }
  const scaled = Math.round(value * scale.power);
  // A value with no more digits than that is the double nearest to the quotient; one with more is no multiple.
  if (scale.power > 0 && Number.isSafeInteger(scaled)) {
    return scaled / scale.power === value && scaled % scale.whole === 0;
  }
  return isExactMultiple(value, of);
}

/** A power of 0 where none will do. */
function scaleOf(of: number): { power: number; whole: number } {
  const { exponent } = decimal(of);
  const power = exponent >= 0 ? 1 : 10 ** -exponent;
  const whole = Math.round(of * power);
  const fits = exponent > -16 && Number.isSafeInteger(whole) && whole / power === of;
  return fits ? { power, whole } : { power: 0, whole: 1 };
}

/** The same for numbers of any size. */
export function isExactMultiple(value: number, of: number): boolean {
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
