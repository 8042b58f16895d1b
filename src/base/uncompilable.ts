import type { Origin } from './origin.ts';

/** What a definition asks for and cannot be had, with the place where it was written. Thrown while compiling. */
export class Uncompilable extends Error {
  readonly origin: Origin;

  constructor(fault: unknown, origin: Origin) {
    super(fault instanceof Error ? fault.message : String(fault), { cause: fault });
    this.name = 'Uncompilable';
    this.origin = origin;
  }
}
