import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, type Note } from '../../../base/note.ts';
import { type Document, parseDocument } from '../document.ts';
import type { Source } from '../reader.ts';
import { readAssembly } from './assembly.ts';
import { assetsOf } from './assets.ts';

/** The documents that files and folders stand for. */
export interface Gathered {
  readonly sources: readonly Source[];
  readonly notes: Note[];
  readonly files: readonly string[];
}

/** Finds the documents that files and folders stand for, in the order they are to be read. */
export async function gather(
  paths: readonly string[],
  parameters: Readonly<Record<string, string>>,
): Promise<Gathered> {
  const gathering = new Gathering(parameters);
  for (const path of paths) await gathering.add(path);
  return gathering;
}

/** What may be found in a folder that is named as a whole. */
const SHORT_FILE = /^portcullis\.ya?ml$/;
const TEMPLATE = /\.template\.(json|ya?ml)$/;
const ASSEMBLIES = ['assembly', 'cdk.out'];

/** Collects sources, what is wrong with them, and the files that were looked at. */
export class Gathering {
  readonly sources: Source[] = [];
  readonly notes: Note[] = [];
  readonly files: string[] = [];
  readonly #parameters: Readonly<Record<string, string>>;

  constructor(parameters: Readonly<Record<string, string>>) {
    this.#parameters = parameters;
  }

  async add(path: string): Promise<void> {
    const found = await stat(path).catch((cause: NodeJS.ErrnoException) => cause.code ?? '');
    if (found === 'ENOENT' || found === 'ENOTDIR')
      this.wrong('file.missing', 'there is no such file or folder', path);
    else if (typeof found === 'string') this.#unreadable(path, found);
    else if (found.isDirectory()) await this.#folder(path);
    else if (basename(path) === 'manifest.json') await readAssembly(dirname(path), this);
    else await this.#single(path);
  }

  wrong(code: string, message: string, file: string, line = 0): void {
    this.notes.push(error(code, message, { file, line, path: '' }));
  }

  /** Reads and parses a file; null, and a note, when it cannot be read. */
  async document(path: string): Promise<Document | null> {
    this.files.push(resolve(path));
    try {
      return parseDocument(await readFile(path, 'utf8'), path);
    } catch (cause) {
      this.#unreadable(path, (cause as NodeJS.ErrnoException).code ?? '');
      return null;
    }
  }

  /** Those given for every stack, and over them those for this one (`Stack:Name`). */
  parametersOf(stack: string): Record<string, string> {
    const all = Object.entries(this.#parameters);
    const prefix = `${stack}:`;
    return Object.fromEntries([
      ...all.filter(([name]) => !name.includes(':')),
      ...all
        .filter(([name]) => name.startsWith(prefix))
        .map(([n, v]) => [n.slice(prefix.length), v] as const),
    ]);
  }

  #unreadable(path: string, code: string): void {
    this.wrong('file.unreadable', `cannot be read: ${code}`, path);
  }

  async #folder(path: string): Promise<void> {
    const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => cause.code ?? '');
    if (typeof names === 'string') return this.#unreadable(path, names);
    names.sort();
    if (names.includes('manifest.json')) return readAssembly(path, this);
    const short = names.find((name) => SHORT_FILE.test(name));
    if (short !== undefined) return this.#single(join(path, short));
    const assembly = ASSEMBLIES.find((name) => names.includes(name));
    if (assembly !== undefined) return readAssembly(join(path, assembly), this);
    const templates = names.filter((name) => TEMPLATE.test(name));
    for (const name of templates) await this.#single(join(path, name));
    if (templates.length === 0)
      this.wrong(
        'file.nothing-to-read',
        'holds nothing to read: neither manifest.json (a cdk.out), portcullis.yaml, nor *.template.json or .yaml',
        path,
      );
  }

  async #single(path: string): Promise<void> {
    const document = await this.document(path);
    if (document === null) return;
    const name = basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '');
    const folder = dirname(resolve(path));
    this.sources.push({
      document,
      name,
      folder,
      assets: await assetsOf(join(folder, `${name}.assets.json`), folder, this),
      accountId: null,
      region: null,
      parameters: this.parametersOf(name),
    });
  }
}
