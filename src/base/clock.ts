/** A difference to the wall clock that is less, in milliseconds, is left as it is. */
const apartMs = 250;

/**
 * The one clock everything is handed. Its time is the wall clock's at the start, and runs `speed` times as
 * fast from there; tests hold it still and move it by hand. The words it runs on are shared, so that every
 * worker reads the same time.
 *
 * It tells two times. `now` is for what has a date: tokens, periods of quotas, logs. It goes where the machine's
 * clock is put, as far as `follow` is called: a laptop that slept, or a machine that learns the time late, would be
 * wrong for good. `steady` and `nowNs` are for limits and waits: no setting of the machine's clock moves them, so
 * that nobody is locked out for an hour, or let in anew, because a clock was put back.
 */
export class Clock {
  readonly words: SharedArrayBuffer;
  readonly #big: BigInt64Array;
  #startWallNs: bigint;
  #startMonoNs: bigint;
  #speed: bigint;

  /** Adopts the words of another thread's clock. */
  constructor(words: SharedArrayBuffer) {
    this.words = words;
    this.#big = new BigInt64Array(words);
    this.#startWallNs = this.#big[0]!;
    this.#startMonoNs = this.#big[1]!;
    this.#speed = this.#big[2]!;
  }

  /** A clock that runs `speed` (a whole number from 1 to 100 000) times as fast as the wall clock. */
  static running(speed = 1): Clock {
    return Clock.#make(BigInt(Date.now()) * 1_000_000n, process.hrtime.bigint(), BigInt(Math.round(speed)));
  }

  /** A clock that stands still at `ms` (since the epoch) until `advance` moves it. */
  static byHand(ms = 1_700_000_000_000): Clock {
    return Clock.#make(BigInt(ms) * 1_000_000n, 0n, 0n);
  }

  static #make(wall: bigint, mono: bigint, speed: bigint): Clock {
    const words = new SharedArrayBuffer(40);
    new BigInt64Array(words).set([wall, mono, speed, 0n, 0n]);
    return new Clock(words);
  }

  /** Nanoseconds since the epoch as they were at the start: see `steady`. */
  nowNs(): bigint {
    if (this.#speed === 0n) return this.#startWallNs + Atomics.load(this.#big, 3);
    return this.#startWallNs + (process.hrtime.bigint() - this.#startMonoNs) * this.#speed;
  }

  /** The date: milliseconds since the epoch, with a fraction. May go back. */
  now(): number {
    return Number((this.nowNs() + Atomics.load(this.#big, 4)) / 1000n) / 1000;
  }

  /** Milliseconds, with a fraction, that only ever go on: equal to `now` until the machine's clock is put elsewhere. */
  steady(): number {
    return Number(this.nowNs() / 1000n) / 1000;
  }

  /** The date of a moment that `steady` told, or will tell. */
  dateOf(steadyMs: number): number {
    return steadyMs + Number(Atomics.load(this.#big, 4) / 1000n) / 1000;
  }

  /**
   * Sets the date by the wall clock where they are apart, for all threads; gives by how many milliseconds it moved.
   * One that runs fast or by hand is apart from it on purpose.
   */
  follow(wallMs = Date.now()): number {
    if (this.#speed !== 1n) return 0;
    const apart = Math.round(wallMs - this.now());
    if (Math.abs(apart) < apartMs) return 0;
    this.#leap(apart);
    return apart;
  }

  /** Puts the date of a clock that stands still elsewhere, as the machine's can be. */
  leap(ms: number): void {
    if (this.#speed !== 0n) throw new Error('only a clock made by hand can be moved');
    this.#leap(ms);
  }

  #leap(ms: number): void {
    Atomics.add(this.#big, 4, BigInt(Math.round(ms * 1_000_000)));
  }

  /** How many of its seconds pass in one second of the wall clock; 0 when moved by hand. */
  get speed(): number {
    return Number(this.#speed);
  }

  /** Moves a clock that stands still; every thread that shares its words sees it at once. */
  advance(ms: number): void {
    if (this.#speed !== 0n) throw new Error('only a clock made by hand can be moved');
    Atomics.add(this.#big, 3, BigInt(Math.round(ms * 1_000_000)));
  }

  /** The wall-clock milliseconds that `ms` of this clock's time take: what to hand to `setTimeout`. */
  wall(ms: number): number {
    return this.#speed === 0n ? ms : ms / Number(this.#speed);
  }
}
