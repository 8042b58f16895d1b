import { isRecord } from '../../../../base/json.ts';
import type { Run } from './run.ts';

/** A map of a template or an object of JSON. Only its own properties count. */
export type Fields = Record<string, unknown>;

export const isFields: (value: unknown) => value is Fields = isRecord;

/** A map without anything in it, also nothing inherited. */
export const newFields = (): Fields => Object.create(null) as Fields;

/** The field of that name; null when there is none. */
export const fieldOf = (fields: Fields, name: string): unknown =>
  Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;

/** Sets a field of any name: `__proto__` is one like any other. */
export function setField(fields: Fields, name: string, value: unknown): void {
  Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

/** What counts as true: all but null, false and empty text. */
export const isTrue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== '';

/** As Velocity compares: what is of two kinds by its text. What is not there equals empty text. */
export function equal(a: unknown, b: unknown, run: Run): boolean {
  const [left, right] = [a ?? null, b ?? null];
  if (left === right) return true;
  if (left === null || right === null) return left === '' || right === '';
  if (typeof left === 'object' || typeof right === 'object') return textOf(left, run) === textOf(right, run);
  return String(left) === String(right);
}

/** -1, 0 or 1; null when the two cannot be put in order. */
export function compare(a: unknown, b: unknown): number | null {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === null || right === null) return null;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A number, or what is written as one. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : null;
}

/** A value as it is written out: objects and lists as Java writes them, `{a=1, b=[2, 3]}`. */
export function textOf(value: unknown, run: Run): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  return run.made(javaText(value, run));
}

function javaText(value: unknown, run: Run): string {
  run.work();
  if (Array.isArray(value)) return `[${value.map((item) => javaText(item, run)).join(', ')}]`;
  if (!isFields(value)) return value === null || value === undefined ? 'null' : String(value);
  const fields = Object.keys(value).map((name) => `${name}=${javaText(fieldOf(value, name), run)}`);
  return `{${fields.join(', ')}}`;
}
