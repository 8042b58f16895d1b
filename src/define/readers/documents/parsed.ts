import type { Path, Spot } from './spot.ts';

/** What the readers of one format make of a text. */
export interface Parsed {
  readonly value: unknown;
  readonly spot: Spot;
  readonly problems: readonly Problem[];
}

/** What is wrong with a text, before anyone looks at what it says. */
export interface Problem {
  readonly code: 'document.syntax' | 'document.duplicate-key' | 'document.tag';
  readonly message: string;
  readonly line: number;
  readonly path: Path;
}
