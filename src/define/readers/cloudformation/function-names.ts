import type { Self } from './resource.ts';

/** The name of a function that is given by name, by partial ARN or by ARN, with or without a qualifier. */
export function bareName(given: string): string {
  const found = /^(?:arn:[^:]*:lambda:[^:]*:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(given);
  return found?.[1] ?? given;
}

/** The alias or version in it; '' when there is none. */
export function qualifierIn(given: string): string {
  const found = /^(?:arn:[^:]*:lambda:[^:]*:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(given);
  return found?.[2] ?? '';
}

/** The ARN of a function of the same account and Region, without a qualifier. */
export const functionArn = (given: string, self: Self): string =>
  given.startsWith('arn:')
    ? given.split(':').slice(0, 7).join(':')
    : `arn:aws:lambda:${self.region}:${self.accountId}:function:${bareName(given)}`;
