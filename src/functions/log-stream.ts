import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '../base/clock.ts';
import type { FunctionLog, LogLevel } from './log.ts';

/** Where a stream's entries go, and what bounds them. */
export interface LogTarget {
  readonly functionName: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly clock: Clock;
  /** The most bytes of one entry, and of one invocation. */
  readonly entryBytes: number;
  readonly invocationBytes: number;
  log(entry: FunctionLog): void;
}

/** The log of one process, written as Lambda writes it. What is over its bounds is dropped, and counted. */
export class LogStream {
  readonly #target: LogTarget;
  readonly #out: RawLines;
  readonly #err: RawLines;
  #requestId = '';
  #left: number;
  #dropped = 0;

  constructor(target: LogTarget) {
    this.#target = target;
    this.#left = target.invocationBytes;
    this.#out = new RawLines(target.entryBytes, (line) => this.#function('INFO', line));
    this.#err = new RawLines(target.entryBytes, (line) => this.#function('ERROR', line));
  }

  /** A line of the platform's own: INIT_START, START, END, REPORT. */
  platform(text: string, level: LogLevel = 'INFO'): void {
    this.#write(level, 'platform', text, false);
  }

  start(requestId: string, version: string): void {
    this.#requestId = requestId;
    this.#left = this.#target.invocationBytes;
    this.#dropped = 0;
    this.platform(`START RequestId: ${requestId} Version: ${version}`);
  }

  /** What `console` or a logging library said; Lambda puts time, request id and level in front. */
  said(level: LogLevel, text: string): void {
    const time = new Date(this.#target.clock.now()).toISOString();
    this.#function(level, `${time}\t${this.#requestId || 'undefined'}\t${level}\t${text}`);
  }

  /** Bytes that were written to standard output or standard error. */
  raw(from: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.#left <= 0) this.#dropped += chunk.length;
    else (from === 'stdout' ? this.#out : this.#err).push(chunk);
  }

  /** `unsent`: bytes that the process itself dropped, knowing the bounds. */
  end(report: string, unsent: number): void {
    this.#out.flush();
    this.#err.flush();
    const dropped = this.#dropped + unsent;
    if (dropped > 0) {
      this.platform(
        `LOG RequestId: ${this.#requestId} ${dropped} bytes dropped: one invocation may log ${this.#target.invocationBytes}`,
        'WARN',
      );
    }
    this.platform(`END RequestId: ${this.#requestId}`);
    this.platform(report);
  }

  #function(level: LogLevel, text: string): void {
    if (this.#left <= 0) {
      this.#dropped += text.length;
      return;
    }
    const most = Math.min(this.#target.entryBytes, this.#left);
    const truncated = text.length > most;
    if (truncated) this.#dropped += text.length - most;
    this.#left -= Math.min(text.length, most) + 1;
    this.#write(level, 'function', truncated ? text.slice(0, most) : text, truncated);
  }

  #write(level: LogLevel, source: FunctionLog['source'], text: string, truncated: boolean): void {
    const { functionName, logGroup, logStream, clock } = this.#target;
    const requestId = this.#requestId;
    this.#target.log({
      functionName,
      logGroup,
      logStream,
      requestId,
      at: clock.now(),
      level,
      source,
      text,
      truncated,
    });
  }
}

/** Takes lines out of a byte stream, holding no more than one entry of it. */
class RawLines {
  readonly #most: number;
  readonly #line: (text: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #held = '';

  constructor(most: number, line: (text: string) => void) {
    this.#most = most;
    this.#line = line;
  }

  push(chunk: Buffer): void {
    const lines = (this.#held + this.#decoder.write(chunk)).split('\n');
    this.#held = lines.pop()!;
    for (const line of lines) this.#line(line);
    while (this.#held.length > this.#most) {
      this.#line(this.#held.slice(0, this.#most));
      this.#held = this.#held.slice(this.#most);
    }
  }

  flush(): void {
    const rest = this.#held + this.#decoder.end();
    this.#held = '';
    if (rest !== '') this.#line(rest);
  }
}

/** `2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef` */
export function logStreamName(nowMs: number, hex: string): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${hex}`;
}
