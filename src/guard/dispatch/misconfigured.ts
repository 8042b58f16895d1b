import { Fault } from '../../base/fault.ts';
import type { Dispatch } from './integration.ts';

/** A dispatch that always fails: of a method whose definition says something that cannot be carried out. */
export function misconfigured(why: string): Dispatch {
  return () => {
    throw new Fault('gateway.configuration', 'gateway', why);
  };
}
