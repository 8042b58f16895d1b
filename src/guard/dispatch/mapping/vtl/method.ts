import type { Run } from './run.ts';

/** A method that a template may call on a value of a kind; null for what Java would not find. */
export type Method<T> = (self: T, args: readonly unknown[], run: Run) => unknown;
