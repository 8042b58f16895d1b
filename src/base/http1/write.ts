import { Fault } from '../fault.ts';
import { allIn, TOKEN, VALUE } from './characters.ts';

/**
 * One header line, to be sent as latin1. Throws a `Fault` when the name is no token or the value has a
 * character that a header cannot carry: nothing that reaches a header can begin another line. (A character
 * past U+00FF would lose its upper bits as latin1, and U+010A with them becomes a line feed.)
 */
export function headerLine(name: string, value: string): string {
  if (name === '' || !allIn(TOKEN, name)) {
    throw new Fault('gateway.bug', 'gateway', `${JSON.stringify(name)} cannot be the name of a header`);
  }
  if (!allIn(VALUE, value)) {
    throw new Fault('gateway.bug', 'gateway', `the value of ${name} has a character no header can carry`);
  }
  return `${name}: ${value}\r\n`;
}
