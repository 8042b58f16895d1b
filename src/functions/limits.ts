import { availableParallelism, totalmem } from 'node:os';

/** What functions may use of this machine. Times are the wall clock's where not said otherwise. */
export interface FunctionLimits {
  /** Processes at once, of all functions together. What is over it waits. */
  readonly processes: number;
  /** Processes that may be starting at once. */
  readonly starting: number;
  /** Invocations at once of all functions without a reserved concurrency; what is over it is throttled. */
  readonly unreserved: number;
  /** Characters of events that wait or are worked on, of all functions together; what is over it is throttled. */
  readonly eventsInAll: number;
  /** How long a process may take to load the code, in milliseconds. */
  readonly initMs: number;
  /** How long an invocation waits for a process before it is throttled, in milliseconds. */
  readonly waitMs: number;
  /** How long a process stays without work, in milliseconds of the gateway's clock. */
  readonly idleMs: number;
  /** From SIGTERM to SIGKILL, in milliseconds. */
  readonly stopMs: number;
  /** What one log entry, and the log of one invocation, may hold in bytes. What is over it is dropped and counted. */
  readonly entryBytes: number;
  readonly invocationBytes: number;
}

const GIB = 1024 ** 3;

/** By the memory and the processors of this machine. */
export const defaultLimits: FunctionLimits = Object.freeze({
  // A Node process at rest holds some 15 MB of its own: 32 a GiB leave half of the machine alone.
  processes: Math.min(256, Math.max(16, Math.floor((totalmem() / GIB) * 32))),
  // More would take the processors from the calls under way.
  starting: Math.max(2, Math.floor(availableParallelism() / 2)),
  unreserved: 1000,
  eventsInAll: Math.max(GIB / 16, Math.min(GIB / 2, totalmem() / 16)),
  initMs: 10_000,
  waitMs: 10_000,
  idleMs: 300_000,
  stopMs: 500,
  entryBytes: 262_144,
  invocationBytes: 1_048_576,
});

/** AWS Lambda quotas: 6 MB for the event of a synchronous invocation, and for what it returns. */
export const eventBytes = 6_291_456;
export const responseBytes = 6_291_556;
