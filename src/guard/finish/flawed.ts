import type { Flaw } from '../../base/flaw.ts';

/** The body of an answer that says each flaw of a request, behind the message that API Gateway gives. */
export function flawedBody(message: string, flaws: readonly Flaw[]): string {
  const errors = flaws.map(({ place, path, rule, found, message: right }) => ({
    in: place,
    path,
    rule,
    found,
    message: right,
  }));
  return JSON.stringify({ message, errors });
}
