import pino from 'pino';
import type { ProcessLog } from '../src/operate/supervise/process-log.ts';

/** A log of the process from `info` on, and the messages that were written to it. */
export function heardLog(): { readonly log: ProcessLog; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push((JSON.parse(line) as { msg: string }).msg);
  return { log: pino({ level: 'info' }, { write }), lines };
}
