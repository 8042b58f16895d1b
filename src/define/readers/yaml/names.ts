import { nearest } from '../shapes/nearest.ts';

/** Says that a name is not among those of its section, and which was likely meant. */
export function missing(what: string, section: string, name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const hint = near !== null ? `did you mean ${near}?` : `it has ${names.join(', ') || 'none'}`;
  return `${what} is not among ${section}; ${hint}`;
}
