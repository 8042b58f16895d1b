import type { FuncKeywordDefinition } from 'ajv';

/** `uniqueItems` in time proportional to the array, where comparing each with each would take its square. */
export const uniqueItems: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  validate: (unique: boolean, items: readonly unknown[]): boolean => {
    if (!unique || items.length < 2) return true;
    const seen = new Set<unknown>();
    for (const item of items)
      seen.add(typeof item === 'object' && item !== null ? canonical(item) : keyOf(item));
    return seen.size === items.length;
  },
};

/** Strings are told from the texts that stand for objects by their first character. */
const keyOf = (value: unknown): unknown => (typeof value === 'string' ? `"${value}` : value);

/** Text that is the same for equal values, whatever the order of their keys. Depth is bounded when a body is read. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`).join(',')}}`;
}
