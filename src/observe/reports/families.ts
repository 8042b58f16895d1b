import { attackName } from '../../base/attack-families.ts';

/** What stands for refusals that no detector explains. */
const names: Readonly<Record<string, string>> = {
  rate: 'too many requests',
  pattern: 'expressions of one’s own',
  other: 'other rules',
};

/** A family of refusals in plain words. */
export const familyName = (family: string): string => names[family] ?? attackName(family);
