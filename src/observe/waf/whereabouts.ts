import { type Address, parseAddress } from '../../base/address.ts';
import type { Event } from '../../base/event.ts';
import type { Settings } from '../../define/model/settings.ts';
import { type Places, placesIn } from '../../guard/decide/waf/addresses/places.ts';
import { Budget } from '../budget.ts';

/** Where a client's address belongs, as log records and samples say it. */
export interface Whereabouts {
  /** Two letters, or `-` when it is not known. */
  readonly country: string;
  /** 0 when it is not known. */
  readonly asn: number;
}

const nowhere: Whereabouts = { country: '-', asn: 0 };
/** Addresses that are remembered. */
const maxKnown = 50_000;
/** New addresses of a second that are looked up to be counted by country. */
const newPerSecond = 500;

/** Finds out where addresses belong, each once. What cannot be found out is left open: a log must not fail for it. */
export class Atlas {
  readonly #places: Places;
  readonly #systems: boolean;
  #broken = false;
  readonly #known = new Map<string, Whereabouts>();
  readonly #new = new Budget(newPerSecond);

  /** With `systems` it opens a database of them that no rule has opened: it takes the supervisor a fifth of a second. */
  constructor(settings: Pick<Settings, 'countryDatabase' | 'asnDatabase'>, systems = false) {
    this.#places = placesIn(settings);
    this.#systems = systems && this.#places.hasSystems;
  }

  of(client: string): Whereabouts {
    const known = this.#known.get(client);
    if (known !== undefined) return known;
    if (this.#known.size >= maxKnown) this.#known.clear();
    const found = this.#find(client);
    this.#known.set(client, found);
    return found;
  }

  /** The country of an event's client, for whoever counts all of them; null when too many are new in that second. */
  countryOf({ client, at }: Event): string | null {
    const known = this.#known.get(client);
    if (known !== undefined) return known.country;
    return this.#new.take(at) ? this.of(client).country : null;
  }

  #find(client: string): Whereabouts {
    const address = parseAddress(client);
    if (address === null) return nowhere;
    try {
      const country = this.#places.countries()(address);
      return { country: country === 'XX' ? '-' : country, asn: this.#systemOf(address) };
    } catch {
      return nowhere;
    }
  }

  /** A database that cannot be read is not read again for every address. */
  #systemOf(address: Address): number {
    if (this.#broken) return 0;
    try {
      const system = this.#systems ? this.#places.systems() : this.#places.systemsAtHand();
      return system?.(address) ?? 0;
    } catch {
      this.#broken = true;
      return 0;
    }
  }
}
