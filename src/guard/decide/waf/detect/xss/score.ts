import type { Code } from './script/weigh.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Where code stands: it runs at once, runs by an event that needs no reader or by one that does, or when a link is
 * followed.
 */
export type Place = 'script' | 'automatic' | 'prompted' | 'address';

interface Row {
  readonly attack: number;
  readonly soft: number;
  readonly able: number;
  readonly plain: number;
  readonly idle: number;
  readonly broken: number;
}

const rows: Readonly<Record<Place, Row>> = {
  script: { attack: 95, soft: 90, able: 75, plain: 68, idle: 55, broken: 45 },
  automatic: { attack: 95, soft: 90, able: 75, plain: 65, idle: 42, broken: 40 },
  prompted: { attack: 90, soft: 80, able: 46, plain: 42, idle: 25, broken: 20 },
  address: { attack: 92, soft: 85, able: 65, plain: 45, idle: 25, broken: 40 },
};

const long = 40;

/**
 * How sure a piece of code in a place makes us. What only an attack does counts wherever it stands; what pages
 * do as well counts by itself, but not within a text that people wrote, nor within a program of some length.
 */
export function scoreOfCode(code: Code, place: Place, around: Surroundings, ordinary = false): number {
  const row = rows[place];
  const calm = around.calm;
  const lift = around.broken ? 15 : 0;
  if (code.level === 3 && !code.soft) return row.attack - (calm ? 8 : 0) - (code.valid ? 0 : 8);
  // What a button says when it is pressed is how everybody's first page begins.
  if (code.level === 3 && place === 'prompted' && ordinary && !around.broken) return 44;
  if (code.level === 3) return calm || code.size > long ? 42 : row.soft - (code.valid ? 0 : 10);
  if (!code.valid) return calm ? 15 : row.broken + lift;
  if (code.level === 2) return calm || code.size > 2 * long ? 40 : row.able + lift;
  if (code.level === 1) return calm || ordinary || code.size > long ? 36 : row.plain + lift;
  return calm ? 10 : row.idle + lift;
}
