import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reader } from 'mmdb-lib';
import type { Address } from '../../../../base/address.ts';
import { onDemand } from '../../../../base/on-demand.ts';

const mmdb = onDemand<typeof import('mmdb-lib')>('mmdb-lib');

/** Where addresses belong. */
export interface Places {
  /** The two letters of ISO 3166-1; `XX` when it is not known. */
  country(address: Address): string;
  /** The number of the autonomous system; 0 when it is not known. */
  asn(address: Address): number;
}

const packaged = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

let resolved = '';

/** Where the database that comes along lies: looked for once, since that costs far more than what is looked up in it. */
function packagedFile(): string {
  if (resolved === '') resolved = fileURLToPath(import.meta.resolve(packaged));
  return resolved;
}

/** The databases that the settings name; each is opened when it is asked for the first time. */
export function placesIn(settings: {
  readonly countryDatabase?: string | undefined;
  readonly asnDatabase?: string | undefined;
}): Places {
  return {
    country(address) {
      const found = opened(settings.countryDatabase ?? packagedFile()).get(address.text) as Country | null;
      const code = found?.country_code ?? found?.country?.iso_code;
      return code === undefined || !/^[A-Z]{2}$/.test(code) ? 'XX' : code;
    },
    asn(address) {
      if (settings.asnDatabase === undefined)
        throw new TypeError('settings.asnDatabase names no database of autonomous systems');
      const found = opened(settings.asnDatabase).get(address.text) as {
        autonomous_system_number?: number;
      } | null;
      return found?.autonomous_system_number ?? 0;
    },
  };
}

/** Of ip-location-db, and of others in MaxMind’s layout. */
interface Country {
  readonly country_code?: string;
  readonly country?: { readonly iso_code?: string };
}

/** A database takes 8 MB: each is read once, however often a definition is compiled. */
const readers = new Map<string, Reader<never>>();

function opened(file: string): Reader<never> {
  let reader = readers.get(file);
  if (reader === undefined) {
    reader = new (mmdb().Reader)<never>(readFileSync(file));
    readers.set(file, reader);
  }
  return reader;
}
