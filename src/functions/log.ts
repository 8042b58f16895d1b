export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** One entry of a function's log: what CloudWatch Logs would hold as one event. */
export interface FunctionLog {
  readonly functionName: string;
  /** `/aws/lambda/greeter` */
  readonly logGroup: string;
  /** `2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef`: one for each process. */
  readonly logStream: string;
  /** '' for what a process says before its first invocation. */
  readonly requestId: string;
  /** Milliseconds since the epoch, by the gateway's clock. */
  readonly at: number;
  readonly level: LogLevel;
  /** `platform` for START, END, REPORT and their like; `function` for what the code itself wrote. */
  readonly source: 'platform' | 'function';
  /** The message as Lambda writes it, time and request id included where Lambda puts them; may hold newlines. */
  readonly text: string;
  /** True when the text was cut at the limit of one entry. */
  readonly truncated: boolean;
}
