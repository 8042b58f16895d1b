import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Address, isTunnelled, untranslated } from '../../../../base/address.ts';
import { onDemand } from '../../../../base/on-demand.ts';
import { readRegular } from '../../../../base/regular-file.ts';
import type { Settings } from '../../../../define/model/settings.ts';
import type { Given } from '../../given.ts';
import { isLaidOut, isOpen, shared } from './databases.ts';
import { readSystems } from './read-systems.ts';
import { Systems } from './systems.ts';

const mmdb = onDemand<typeof import('mmdb-lib')>('mmdb-lib');

/**
 * Where addresses belong; one that a NAT64 made of an IPv4 address, where that one does. Databases are opened by
 * whoever asks for them while a definition is compiled, so that no request waits for it.
 */
export interface Places {
  /** Opens the countries: the two letters of ISO 3166-1; `XX` when it is not known. Throws what the file is not. */
  countries(): (address: Address) => string;
  /** Whether there is a database of autonomous systems, for whoever does without where there is none. */
  readonly hasSystems: boolean;
  /** Opens the autonomous systems: their numbers; 0 when it is not known. Throws what the file is not. */
  systems(): (address: Address) => number;
  /** The same where it costs nothing: somebody named a database, or has opened it on this thread; null otherwise. */
  systemsAtHand(): ((address: Address) => number) | null;
}

/** How there come to be autonomous systems where there are none. */
export const noSystems =
  '`npm install --no-save --save-prod --omit=dev @ip-location-db/asn` brings them, or settings.asnDatabase names an MMDB file that has them';

type Named = Pick<Settings, 'countryDatabase' | 'asnDatabase'>;

/** The databases that the settings name, or packages bring; in shared memory where there are cells. */
export function placesIn(settings: Named, cells?: Given['cells']): Places {
  let country: ((address: Address) => string) | null = null;
  let system: ((address: Address) => number) | null = null;
  const systems = (): ((address: Address) => number) => {
    system ??= systemsIn(settings.asnDatabase, cells);
    return system;
  };
  return {
    countries() {
      country ??= countriesIn(settings.countryDatabase ?? packagedCountries(), cells);
      return country;
    },
    get hasSystems() {
      return (
        hasSystems(settings) && (settings.asnDatabase !== undefined || isLaidOut(packagedSystems, cells))
      );
    },
    systems,
    systemsAtHand: () => (settings.asnDatabase !== undefined || isOpen(packagedSystems) ? systems() : null),
  };
}

/** Whether there are autonomous systems: of a file that the settings name, or of the package that brings some. */
export const hasSystems = ({ asnDatabase }: Named): boolean =>
  asnDatabase !== undefined || systemFiles() !== null;

/** Why countries or autonomous systems cannot be told, in words that follow "and"; '' when they can. */
export function lacksPlaces(of: 'countries' | 'autonomous systems', settings: Named): string {
  const setting = of === 'countries' ? 'countryDatabase' : 'asnDatabase';
  const file = settings[setting];
  if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    return `settings.${setting} names ${file}, where there is no file`;
  return of === 'countries' || hasSystems(settings) ? '' : `there are none: ${noSystems}`;
}

/** Of ip-location-db, and of others in MaxMind’s layout. */
interface Country {
  readonly country_code?: string;
  readonly country?: { readonly iso_code?: string };
}

function countriesIn(file: string, cells: Given['cells'] | undefined): (address: Address) => string {
  const find = recordsIn<Country>(file, cells);
  return (address) => {
    const found = find(address);
    const code = found?.country_code ?? found?.country?.iso_code;
    return code === undefined || !/^[A-Z]{2}$/.test(code) ? 'XX' : code;
  };
}

function systemsIn(
  file: string | undefined,
  cells: Given['cells'] | undefined,
): (address: Address) => number {
  if (file !== undefined) {
    const find = recordsIn<{ readonly autonomous_system_number?: number }>(file, cells);
    return (address) => find(address)?.autonomous_system_number ?? 0;
  }
  const read = (): Uint8Array => {
    const files = systemFiles();
    if (files === null) throw new TypeError(`there are no autonomous systems: ${noSystems}`);
    return readSystems(...files);
  };
  const systems = new Systems(shared(packagedSystems, read, cells));
  // What is announced for all of 6to4 is a relay.
  return (address) => (isTunnelled(address) ? 0 : systems.of(untranslated(address)));
}

/** Looks up what an MMDB file has of an address; null: nothing. */
function recordsIn<R>(file: string, cells: Given['cells'] | undefined): (address: Address) => R | null {
  const { buffer, byteOffset, byteLength } = shared(`places ${file}`, () => readRegular(file), cells);
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  let reader: InstanceType<typeof import('mmdb-lib').Reader<never>>;
  try {
    reader = new (mmdb().Reader)<never>(bytes);
  } catch (fault) {
    throw new TypeError(`${file} is no MMDB file, or was cut short`, { cause: fault });
  }
  // One of IPv4 alone would take the first four bytes of an IPv6 address for one.
  const six = reader.metadata.ipVersion === 6;
  return (address) => {
    const { version, text } = untranslated(address);
    return version === 4 || six ? (reader.get(text) as R | null) : null;
  };
}

const packagedSystems = 'places of @ip-location-db/asn';

let countryFile = '';
let asnFiles: readonly [string, string] | null = null;

/** Where the countries that come along lie: looked for once, since that costs far more than what is looked up in them. */
function packagedCountries(): string {
  if (countryFile === '')
    countryFile = packaged('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb');
  return countryFile;
}

/**
 * The autonomous systems of a package that may be installed beside this one, of IPv4 and of IPv6; null: it is not, and
 * is looked for again, since it may come while the gateway runs.
 */
function systemFiles(): readonly [string, string] | null {
  if (asnFiles !== null) return asnFiles;
  try {
    const files = ['asn-ipv4-num.csv', 'asn-ipv6-num.csv'].map((name) =>
      packaged(`@ip-location-db/asn/${name}`),
    ) as [string, string];
    asnFiles = files.every((file) => existsSync(file)) ? files : null;
  } catch {
    asnFiles = null;
  }
  return asnFiles;
}

const packaged = (file: string): string => fileURLToPath(import.meta.resolve(file));
