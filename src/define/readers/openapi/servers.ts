import type { z } from 'zod';
import type { Standing } from '../cloudformation/resource.ts';
import type { Path } from '../document.ts';
import type { Reading } from './reading.ts';
import { serverShape } from './shapes.ts';

const TO = 'http://127.0.0.1:3000';
type Server = z.infer<typeof serverShape>;

const UNUSED: Standing = { fidelity: 'stored', reason: 'only the first server is used' };

const ADVICE = `write an address such as ${TO}, or x-portcullis: { to: ${TO} } at the root; \`portcullis up --to ${TO}\` needs no document at all`;

/** Finds the server that answers an operation; each place where servers stand is read, and judged, once. */
export class Servers {
  readonly #reading: Reading;
  readonly #kept: Standing | null;
  readonly #known = new Map<string, string | null>();
  readonly #read = new Map<string, readonly (Server | null)[]>();

  /** `kept` says why no server is asked; null when the first of each list is. */
  constructor(reading: Reading, kept: Standing | null) {
    this.#reading = reading;
    this.#kept = kept;
  }

  /** Enters a list of servers in the ledger; null for those that cannot be read. */
  read(servers: readonly unknown[], path: Path): readonly (Server | null)[] {
    const key = path.join('/');
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = servers.map((server, i) => {
      const url = this.#kept ?? (i === 0 ? null : UNUSED);
      return this.#reading.part(serverShape, server, [...path, i], this.#reading.id, {
        prefix: `${key}/${i}/`,
        standing: { url },
      });
    });
    this.#read.set(key, read);
    return read;
  }

  /** The address of the first of the lists that is there, without a slash at its end; null, and a note, when it is none. */
  of(
    lists: readonly { readonly value: readonly unknown[] | undefined; readonly path: Path }[],
  ): string | null {
    const found = lists.find(({ value }) => value !== undefined && value.length > 0);
    if (found === undefined)
      return this.#once('', () => this.#reading.error('server.missing', `servers is missing: ${ADVICE}`, []));
    return this.#once(found.path.join('/'), () => this.#first(found.value!, found.path));
  }

  /** The address that `host`, `basePath` and `schemes` of Swagger 2.0 make together. */
  ofSwagger(
    { host, basePath }: { readonly host?: string | undefined; readonly basePath: string },
    schemes: { readonly value: readonly string[] | undefined; readonly path: Path },
  ): string | null {
    return this.#once(`swagger ${schemes.path.join('/')}`, () => {
      if (host === undefined)
        return this.#reading.error(
          'server.missing',
          `host is missing: write host and schemes, or ${advice()}`,
          [],
        );
      const scheme = schemes.value?.find((s) => s === 'http' || s === 'https');
      if (scheme === undefined) {
        const message = `schemes must name http or https, such as schemes: [https]: nothing says how ${host} is asked`;
        return this.#reading.error('server.missing', message, schemes.path);
      }
      return this.#address(`${scheme}://${host}${basePath}`, ['host']);
    });
  }

  #once(key: string, find: () => string | null): string | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = find();
    this.#known.set(key, found);
    return found;
  }

  #first(servers: readonly unknown[], path: Path): string | null {
    const [first] = this.read(servers, path);
    if (first === null || first === undefined) return null;
    if (servers.length > 1)
      this.#reading.info(
        'server.first',
        `${servers.length} servers are listed; requests go to the first, ${first.url}`,
        path,
      );
    const filled = this.#filled(first.url, first.variables, [...path, 0]);
    return filled === null ? null : this.#address(filled, [...path, 0, 'url']);
  }

  #filled(
    url: string,
    variables: Readonly<Record<string, { default: string; enum?: string[] | undefined }>>,
    path: Path,
  ): string | null {
    const { parameters } = this.#reading.source;
    let whole = true;
    const filled = url.replace(/\{([^}]*)\}/g, (_, name: string) => {
      const variable = Object.hasOwn(variables, name) ? variables[name]! : null;
      if (variable === null) {
        whole = false;
        this.#reading.error('server.variable', `variables has no ${name}, which url names`, [...path, 'url']);
        return '';
      }
      const value = Object.hasOwn(parameters, name) ? parameters[name]! : variable.default;
      if (variable.enum === undefined || variable.enum.includes(value)) return value;
      whole = false;
      const message = `${name} must be one of ${variable.enum.join(', ')}, not ${value}`;
      this.#reading.error('server.variable', message, [...path, 'variables', name]);
      return '';
    });
    return whole ? filled : null;
  }

  #address(url: string, path: Path): string | null {
    if (/^https?:\/\/[^\s/?#{}]+(\/[^\s?#{}]*)?$/i.test(url)) return url.replace(/\/+$/, '');
    const why = /^[a-z][a-z0-9+.-]*:/i.test(url)
      ? 'is no http:// or https:// address without query'
      : 'names no server';
    return this.#reading.error('server.relative', `${url} ${why}: ${ADVICE}`, path);
  }
}

const advice = (): string => ADVICE.replace(/^write an address such as [^ ]+, or /, '');

/** Names of the variables of all servers in a document: a parameter fills each in. */
export function variablesIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'servers' && Array.isArray(part)
      ? part.flatMap((server) => Object.keys((server as { variables?: object } | null)?.variables ?? {}))
      : variablesIn(part),
  );
}
