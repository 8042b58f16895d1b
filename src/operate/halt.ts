/** What a command ends with; scripts may rely on them. */
export const EXIT = Object.freeze({
  ok: 0,
  /** Findings: errors in a definition, a refused request in `explain`. */
  findings: 1,
  /** A flag or an argument that cannot be read. */
  usage: 2,
  /** No gateway is running on the data folder. */
  notRunning: 3,
  /** A port is taken, or an address cannot be bound. */
  address: 4,
  /** The data folder cannot be written, or what it holds not read. */
  dataFolder: 5,
  /** Another gateway is running on the data folder. */
  running: 6,
  /** A fault of our own. */
  fault: 70,
} as const);

/** Why a command cannot go on: a sentence, what to do about it, and the exit code. Caught in `portcullis.ts` alone. */
export class Halt extends Error {
  readonly exitCode: number;
  readonly advice: readonly string[];

  constructor(exitCode: number, message: string, advice: readonly string[] = []) {
    super(message);
    this.name = 'Halt';
    this.exitCode = exitCode;
    this.advice = advice;
  }
}
