import type { Origin } from './origin.ts';

/**
 * What is wrong, or worth knowing, about a definition. Collected, never thrown.
 *
 * Codes (`shape.unknown-key`) are documented and stable, and never come to mean another thing. The message
 * says what is wrong, where, and what would be right.
 */
export interface Note {
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly origin: Origin;
}

/** What keeps a definition from being applied. */
export const error = (code: string, message: string, origin: Origin): Note => ({
  level: 'error',
  code,
  message,
  origin,
});

/** What is applied, and is probably not what was meant. */
export const warning = (code: string, message: string, origin: Origin): Note => ({
  level: 'warning',
  code,
  message,
  origin,
});

/** What is good to know. */
export const info = (code: string, message: string, origin: Origin): Note => ({
  level: 'info',
  code,
  message,
  origin,
});

/** Whether a definition with these notes cannot be applied. */
export const hasErrors = (notes: readonly Note[]): boolean => notes.some((n) => n.level === 'error');
