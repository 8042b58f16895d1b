import type { Call } from './call.ts';

/** Calls that wait for a connection: those of one client in order, and clients in turn, however many calls each has. */
export class WaitingLine {
  readonly #most: number;
  readonly #lines = new Map<string, Call[]>();
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes a call on. The one that finds no place any more comes back: the newest of whoever has most of them. */
  add(call: Call): Call | null {
    const line = this.#lines.get(call.network);
    const displaced = this.#length < this.#most ? null : this.#displaced(call, line?.length ?? 0);
    if (displaced === call) return call;
    if (line === undefined) this.#lines.set(call.network, [call]);
    else line.push(call);
    this.#length++;
    return displaced;
  }

  #displaced(call: Call, own: number): Call {
    let longest: Call[] = [];
    for (const line of this.#lines.values()) if (line.length > longest.length) longest = line;
    if (own + 1 >= longest.length) return call;
    this.#length--;
    return longest.pop()!;
  }

  /** The next call that is still wanted, of a client that `held` does not name. */
  next(held?: ReadonlySet<string>): Call | null {
    for (const [network, line] of this.#lines) {
      if (held?.has(network)) continue;
      this.#lines.delete(network);
      for (let call = line.shift(); call !== undefined; call = line.shift()) {
        this.#length--;
        if (call.settled) continue;
        if (line.length > 0) this.#lines.set(network, line);
        return call;
      }
    }
    return null;
  }

  /** Takes out those whose clients have gone, and gives back those that have waited long enough. */
  expired(now: number): Call[] {
    const late: Call[] = [];
    if (this.#length === 0) return late;
    this.#length = 0;
    for (const [network, line] of this.#lines) {
      const left: Call[] = [];
      for (const call of line) {
        if (call.settled) continue;
        if (call.waitUntil <= now) late.push(call);
        else left.push(call);
      }
      if (left.length > 0) this.#lines.set(network, left);
      else this.#lines.delete(network);
      this.#length += left.length;
    }
    return late;
  }
}
