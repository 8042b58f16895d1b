import type { FunctionLimits } from './limits.ts';

/** What all functions share: how many processes there are, how many are starting, how many calls are under way. */
export class Quota {
  readonly limits: FunctionLimits;
  processes = 0;
  starting = 0;
  /** Calls under way of functions without a reserved concurrency. */
  unreserved = 0;
  /** Characters of the events of calls under way, of whichever function. */
  events = 0;
  /** True while somebody waits for a process of another function to be idle, so that it can be ended. */
  starved = false;
  #evicting = false;
  readonly #evict: () => boolean;
  readonly #freed: () => void;

  /** `evict` ends a process that is idle, of whichever function; `freed` says that one more may start. */
  constructor(limits: FunctionLimits, evict: () => boolean, freed: () => void) {
    this.limits = limits;
    this.#evict = evict;
    this.#freed = freed;
  }

  /** Takes the room of one more process that starts; false when there is none now. */
  claim(): boolean {
    if (this.starting >= this.limits.starting) return false;
    if (this.processes >= this.limits.processes) {
      if (!this.#evicting) this.#evicting = this.#evict();
      this.starved = !this.#evicting;
      return false;
    }
    this.processes++;
    this.starting++;
    return true;
  }

  /** One has started, or failed to. */
  started(): void {
    this.starting--;
    this.#freed();
  }

  /** One has nothing to do. */
  idle(): void {
    if (!this.starved) return;
    this.starved = false;
    this.#freed();
  }

  ended(): void {
    this.processes--;
    this.#evicting = false;
    this.#freed();
  }
}
