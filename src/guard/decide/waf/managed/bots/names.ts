import { type Address, parseAddress } from '../../../../../base/address.ts';
import type { Clock } from '../../../../../base/clock.ts';
import type { Dns } from '../../../given.ts';

interface Known {
  readonly verified: boolean;
  readonly untilMs: number;
}

// All of one worker.
const mostKnown = 20_000;
const mostPending = 64;
const mostPerSecond = 100;
/** How long an answer holds: that it is who it says, that it is not, and that nobody could say. */
const goodMs = 24 * 3_600_000;
const badMs = 3_600_000;
const unknownMs = 60_000;
/** How long a request waits for the DNS, in wall-clock milliseconds; what comes later helps the next one. */
const patienceMs = 1_500;

/**
 * Finds out whether an address belongs to who it says, by the DNS: its name must end with one of the owner's
 * domains, and that name must lead back to the address. What is known, what is being asked and how much is asked
 * in a second are bounded; whoever comes beyond that is not verified.
 */
export class NamedAddresses {
  readonly #dns: Dns;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #pending = new Map<string, Promise<void>>();
  #second = 0;
  #asked = 0;

  constructor(dns: Dns, clock: Clock) {
    this.#dns = dns;
    this.#clock = clock;
  }

  /** What is known: null when it is not, or not any more. */
  verified(address: Address, domains: readonly string[]): boolean | null {
    const found = this.#known.get(keyOf(address, domains));
    return found === undefined || found.untilMs < this.#clock.steady() ? null : found.verified;
  }

  /** Finds out; null when there is nothing to wait for. */
  ask(address: Address, domains: readonly string[]): Promise<void> | null {
    const key = keyOf(address, domains);
    if (this.verified(address, domains) !== null) return null;
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    if (this.#pending.size >= mostPending || !this.#mayAsk()) return null;
    const asked = this.#find(key, address, domains);
    const waited = Promise.race([
      asked,
      new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref()),
    ]);
    this.#pending.set(key, waited);
    void asked.finally(() => this.#pending.delete(key));
    return waited;
  }

  /** How many addresses are known, and how many are being asked about. */
  get sizes(): { readonly known: number; readonly pending: number } {
    return { known: this.#known.size, pending: this.#pending.size };
  }

  #mayAsk(): boolean {
    const second = Math.floor(this.#clock.steady() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#asked = 0;
    }
    return this.#asked++ < mostPerSecond;
  }

  async #find(key: string, address: Address, domains: readonly string[]): Promise<void> {
    try {
      const names = (await this.#dns.reverse(address.text)).slice(0, 4);
      const own = names.map(bare).filter((name) => domains.some((domain) => name.endsWith(`.${domain}`)));
      for (const name of own) {
        const back = await this.#dns.forward(name);
        if (back.some((text) => parseAddress(text)?.text === address.text)) {
          this.#learn(key, true, goodMs);
          return;
        }
      }
      this.#learn(key, false, badMs);
    } catch (fault) {
      const none = ['ENOTFOUND', 'ENODATA'].includes((fault as NodeJS.ErrnoException).code ?? '');
      this.#learn(key, false, none ? badMs : unknownMs);
    }
  }

  #learn(key: string, verified: boolean, forMs: number): void {
    this.#known.delete(key);
    if (this.#known.size >= mostKnown) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, { verified, untilMs: this.#clock.steady() + forMs });
  }
}

const keyOf = (address: Address, domains: readonly string[]): string => `${address.text} ${domains[0]}`;

const bare = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
