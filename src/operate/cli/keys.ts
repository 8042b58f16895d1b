import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '../../define/readers/shapes/nearest.ts';
import { EXIT, Halt } from '../halt.ts';
import { isSecret, publicPart } from '../key-store/jwk.ts';
import { madeKey, type Wanted, wishFlaw, wishOf } from '../key-store/made.ts';
import {
  changeStore,
  type KeyStore,
  mostNames,
  mostOfName,
  readStore,
  type StoredKey,
  storeFileOf,
} from '../key-store/store.ts';
import { publicSet, rotated, secretSet } from '../key-store/versions.ts';
import { openDataFolder } from '../supervise/kept/data-folder.ts';
import { nearPath } from './self.ts';
import { usualData } from './shared-flags.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What `portcullis keys` is asked. */
export interface KeysAsked extends Omit<Wanted, 'alg'> {
  readonly name?: string | undefined;
  readonly alg?: string | undefined;
  /** Milliseconds. */
  readonly keep: number;
  readonly secret: boolean;
  readonly pem: boolean;
  readonly data: string;
  readonly json: boolean;
}

/** Prints the keys of the store, or of one name, without their secrets. */
export function listKeys({ name, data, json }: KeysAsked, terminal: Terminal): void {
  const store = readStore(fileIn(data));
  const rows = [...(name === undefined ? store : [[name, keysOf(store, name)] as const])].flatMap(
    ([called, keys]) =>
      keys.map(({ kid, alg, enc, madeAt, until }) => ({
        name: called,
        alg,
        enc,
        kid,
        made: dated(madeAt),
        until: until === null ? null : dated(until),
      })),
  );
  if (json) terminal.out(JSON.stringify(rows, null, 2));
  else if (rows.length === 0)
    terminal.out('The key store has no keys: portcullis keys make <name> makes one.');
  else {
    const cells = rows.map((row) => [
      row.name,
      row.enc === '' ? row.alg : `${row.alg} ${row.enc}`,
      row.kid,
      short(row.made),
      row.until === null ? 'in use' : `decrypts until ${short(row.until)}`,
    ]);
    for (const line of table(['name', 'for', 'kid', 'made', 'state'], cells)) terminal.out(line);
  }
}

/** Makes the first key of a name. Rejects with a `Halt` when the name is taken or the store is full. */
export async function makeKey(asked: KeysAsked, terminal: Terminal): Promise<void> {
  const name = nameIn(asked, 'make');
  const wanted = { ...asked, alg: asked.alg ?? 'RSA-OAEP-256' };
  checked(wanted);
  const file = fileIn(asked.data, true);
  // Before the key is made, which may take seconds, and again when it is put in.
  mayBegin(readStore(file), name);
  const made = await madeKey(wanted, Date.now());
  await changeStore(file, (store) => new Map([...mayBegin(store, name), [name, [made]]]));
  terminal.out(`Made the key ${name} for ${forWhat(made)}, kid ${made.kid}, in ${nearPath(file)}.`);
  terminal.out(`An authorizer decrypts with it by encryption: { keys: [${name}] }.`);
  terminal.out(handOut(name, made, asked.data));
}

/** Puts a new key before those of a name; the old ones decrypt on. Rejects with a `Halt` when there is no such name. */
export async function rotateKey(asked: KeysAsked, terminal: Terminal): Promise<void> {
  const name = nameIn(asked, 'rotate');
  const file = fileIn(asked.data);
  const [newest] = keysOf(readStore(file), name);
  const same = asked.alg === undefined || asked.alg === newest!.alg;
  const given = Object.fromEntries(
    (['bits', 'curve', 'enc'] as const).flatMap((key) =>
      asked[key] === undefined ? [] : [[key, asked[key]]],
    ),
  );
  const wanted: Wanted = { ...(same ? wishOf(newest!) : { alg: asked.alg! }), ...given };
  checked(wanted);
  const made = await madeKey(wanted, Date.now());
  const after = await changeStore(file, (store) => {
    const next = rotated(keysOf(store, name), made, Date.now(), asked.keep);
    if (next.length > mostOfName) throw tooMany(name, next);
    return new Map([...store, [name, next]]);
  });
  const older = after.get(name)!.slice(1);
  terminal.out(`${name} has a new key for ${forWhat(made)}, kid ${made.kid}.`);
  terminal.out(
    older.length === 0
      ? 'No older key decrypts any more.'
      : `${older.length === 1 ? 'The key before it decrypts' : `${older.length} older keys decrypt`} on, until ${dated(Math.max(...older.map(({ until }) => until ?? 0)))} at most.`,
  );
  terminal.out(handOut(name, made, asked.data));
}

/** Prints the newest public key of a name, or its secret where that is asked for. Throws a `Halt` when the other one is asked for. */
export function exportKey(asked: KeysAsked, terminal: Terminal): void {
  const name = nameIn(asked, 'export');
  const keys = keysOf(readStore(fileIn(asked.data)), name);
  const [newest] = keys;
  const hidden = isSecret(newest!.jwk);
  if (hidden !== asked.secret)
    throw new Halt(
      EXIT.usage,
      hidden
        ? `${name} is a secret (${forWhat(newest!)}), which has no public key: who has it reads the tokens`
        : `--secret is for secrets, and the private key of ${name} (${forWhat(newest!)}) is never shown`,
      [
        hidden
          ? `portcullis keys export ${name} --secret prints it, for the issuer alone.`
          : `portcullis keys export ${name} prints its public key.`,
      ],
    );
  if (hidden && asked.pem) throw new Halt(EXIT.usage, `--pem is for public keys, and ${name} is a secret`);
  if (hidden) terminal.out(JSON.stringify(secretSet(keys), null, 2));
  else if (asked.pem) terminal.out(pemOf(newest!));
  else terminal.out(JSON.stringify(publicSet(keys), null, 2));
}

/** Takes a name and all its keys out of the store. Rejects with a `Halt` when there is no such name. */
export async function removeKey(asked: KeysAsked, terminal: Terminal): Promise<void> {
  const name = nameIn(asked, 'remove');
  let gone = 0;
  await changeStore(fileIn(asked.data), (store) => {
    gone = keysOf(store, name).length;
    const left = new Map(store);
    left.delete(name);
    return left;
  });
  terminal.out(
    `Removed ${name}${gone === 1 ? '' : ` and its ${gone} keys`}: tokens that are encrypted to it are refused from now on.`,
  );
}

/** The store of a data folder, which is made only where it is the usual one and a key is put into it. */
function fileIn(data: string, makes = false): string {
  const folder = resolve(data);
  if (makes && data === usualData) openDataFolder(folder);
  else if (!existsSync(folder))
    throw new Halt(EXIT.dataFolder, `there is no data folder ${folder}`, [
      'Name with --data the folder that portcullis up runs with, or make it first.',
    ]);
  return storeFileOf(folder);
}

function nameIn({ name }: KeysAsked, action: string): string {
  if (name === undefined) throw new Halt(EXIT.usage, `a name must follow: portcullis keys ${action} <name>`);
  return name;
}

function keysOf(store: KeyStore, name: string): readonly StoredKey[] {
  const keys = store.get(name);
  if (keys !== undefined) return keys;
  const near = nearest(name, [...store.keys()]);
  throw new Halt(EXIT.usage, `the key store has no key ${name}`, [
    near !== null ? `Did you mean ${near}?` : `It has ${[...store.keys()].join(', ') || 'none'}.`,
  ]);
}

function mayBegin(store: KeyStore, name: string): KeyStore {
  if (store.has(name))
    throw new Halt(EXIT.usage, `the key store has a key ${name} already`, [
      `portcullis keys rotate ${name} makes a new one, and the old one decrypts on for a while.`,
    ]);
  if (store.size >= mostNames)
    throw new Halt(EXIT.usage, `the key store has ${mostNames} names, and takes no more`);
  return store;
}

function checked(wanted: Wanted): void {
  const flaw = wishFlaw(wanted);
  if (flaw !== '') throw new Halt(EXIT.usage, flaw);
}

const tooMany = (name: string, keys: readonly StoredKey[]): Halt =>
  new Halt(EXIT.usage, `${name} has ${mostOfName} keys that decrypt, and takes no more`, [
    `Wait until ${dated(Math.min(...keys.slice(1).map(({ until }) => until!)))}, or end older ones sooner with a shorter --keep.`,
  ]);

const forWhat = ({ alg, enc }: StoredKey): string => (enc === '' ? alg : `${alg} with ${enc}`);

function handOut(name: string, { jwk }: StoredKey, data: string): string {
  const where = data === usualData ? '' : ` --data ${data}`;
  return isSecret(jwk)
    ? `The issuer must have it too: portcullis keys export ${name} --secret${where}`
    : `What the issuer encrypts to: portcullis keys export ${name}${where}`;
}

const pemOf = ({ jwk }: StoredKey): string =>
  createPublicKey({ key: publicPart(jwk) as import('node:crypto').JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
    .trimEnd();

const dated = (ms: number): string => new Date(ms).toISOString();
const short = (date: string): string => date.slice(0, 16).replace('T', ' ');
