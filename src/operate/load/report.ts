/** What a load is made of. Seconds and rates are the gateway's: with a speed of 60, a minute takes a second. */
export interface LoadOptions {
  readonly url: string;
  /** Requests a second, evenly spaced; null: each connection asks again as soon as it is answered. */
  readonly rate?: number | null;
  /** Seconds. Without it, `num` alone decides when the load ends. */
  readonly duration?: number | null;
  /** Requests in all, at most. */
  readonly num?: number | null;
  /** Connections at once, at most. */
  readonly connections?: number;
  /** A block of this machine's addresses (CIDR) to call from; null: as the system chooses. */
  readonly from?: string | null;
  /** How many addresses of that block are used, each in turn. */
  readonly sources?: number;
  readonly method?: string;
  /** Names and values. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How much faster than the wall clock the gateway's clock runs. */
  readonly speed?: number;
  /** Milliseconds of the wall clock that a request may take. */
  readonly timeoutMs?: number;
  /** Lets the load go to another machine than this one. */
  readonly allowRemote?: boolean;
  /** Ends the load early; what was done is reported. */
  readonly signal?: AbortSignal;
  /** Called about four times a second. */
  progress?(progress: LoadProgress): void;
}

/** How a load goes, while it does. */
export interface LoadProgress {
  readonly sent: number;
  readonly answered: number;
  /** Null when only the duration ends it. */
  readonly planned: number | null;
  /** Of the gateway's clock, since the start; and how many there will be, when that is known. */
  readonly seconds: number;
  readonly plannedSeconds: number | null;
  readonly codes: Readonly<Record<string, number>>;
  readonly failed: number;
}

/** What one status came to. */
export interface CodeRow {
  readonly status: number;
  readonly count: number;
  readonly meaning: string;
  /** `x-amzn-ErrorType` and the beginning of the body of the first such answer; '' when there was none. */
  readonly errorType: string;
  readonly sample: string;
  /** When the first request that was answered so was due, in seconds of the gateway's clock since the start. */
  readonly firstSeconds: number;
}

/** What came back in one interval, by status code. */
export interface TimelineRow {
  /** When the interval begins, in seconds of the gateway's clock since the start. */
  readonly at: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly failed: number;
}

/** What a load came to. */
export interface LoadReport {
  readonly url: string;
  readonly method: string;
  readonly engine: 'paced' | 'autocannon';
  readonly rate: number | null;
  readonly planned: number | null;
  readonly sent: number;
  readonly answered: number;
  readonly codes: readonly CodeRow[];
  /** Requests without an answer, by what went wrong: `ECONNREFUSED`, `timeout`, … */
  readonly failures: Readonly<Record<string, number>>;
  /** Of the wall clock. Of a paced load they count from when a request was due, not from when it could be sent. */
  readonly latencyMs: {
    readonly mean: number;
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Of the gateway's clock; and of the wall clock. */
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly sources: number;
  readonly timeline: { readonly interval: number; readonly rows: readonly TimelineRow[] };
  /** True when it was ended before its time. */
  readonly stopped: boolean;
}
