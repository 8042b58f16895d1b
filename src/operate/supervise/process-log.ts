import pino, { type DestinationStream, type Logger } from 'pino';
import { plain, printable } from '../cli/plain.ts';

export type ProcessLog = Logger;

/**
 * What the process says about itself, to standard error: short lines where people look on, JSON lines
 * elsewhere. `LOG_LEVEL` (DEBUG, INFO, WARN, ERROR) says how much. Nothing in it steers a terminal, or makes a line
 * that the process did not write: issuers, authorities and users are quoted there.
 */
export function processLog(level = levelOf(process.env.LOG_LEVEL)): ProcessLog {
  const forPeople = process.stderr.isTTY === true;
  const to = forPeople
    ? people((line) => process.stderr.write(line))
    : plainLines(pino.destination({ fd: 2, sync: true }));
  return pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, to);
}

/** A log that nobody reads. */
export const silentLog = (): ProcessLog => pino({ level: 'silent' });

/** The pino level of a `LOG_LEVEL`; what is no level means INFO. */
export function levelOf(text: string | undefined): string {
  const level = (text ?? '').toLowerCase();
  return ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(level) ? level : 'info';
}

/** `12:34:56 warn  worker 2 died and is replaced` */
export function people(write: (line: string) => void): DestinationStream {
  return {
    write(json) {
      const {
        level,
        time,
        msg = '',
        err,
      } = JSON.parse(json) as {
        level: number;
        time: string;
        msg?: string;
        err?: { stack?: string };
      };
      const name = (pino.levels.labels[level] ?? '').padEnd(5);
      const stack = err?.stack === undefined ? '' : `\n${err.stack}`.replaceAll('\n', '\n         ');
      write(`${time.slice(11, 19)} ${name} ${plain(msg)}${printable(stack)}\n`);
    },
  };
}

/** Lines of JSON without the control characters that JSON lets stand. */
export const plainLines = (to: DestinationStream): DestinationStream => ({
  write: (line) => void to.write(printable(line)),
});
