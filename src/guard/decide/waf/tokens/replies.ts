import type { Answer } from '../../../../base/wire.ts';

const headers = Object.freeze([
  ...['Content-Type', 'application/json'],
  ...['Cache-Control', 'no-store, max-age=0'],
  ...['X-Content-Type-Options', 'nosniff'],
]);

/** What the gateway says at its own place: JSON that nobody keeps. */
export const said = (status: number, content: object, more: readonly string[] = []): Answer => ({
  status,
  headers: more.length === 0 ? headers : [...headers, ...more],
  body: JSON.stringify(content),
  length: -1,
});

/** What went wrong, in one word that the page's script knows. */
export const problem = (status: number, reason: string, more: readonly string[] = []): Answer =>
  said(status, { reason }, more);
