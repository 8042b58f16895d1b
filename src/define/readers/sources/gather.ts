import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Note } from '../../../base/note.ts';
import type { Source } from '../reader.ts';
import { readAssembly } from './assembly.ts';
import { assetsOf } from './assets.ts';
import { Gathering } from './gathering.ts';

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
  for (const path of paths) await add(path, gathering);
  return gathering;
}

async function add(path: string, gathering: Gathering): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => cause.code ?? '');
  if (found === 'ENOENT' || found === 'ENOTDIR')
    gathering.wrong('file.missing', 'there is no such file or folder', path);
  else if (typeof found === 'string') gathering.unreadable(path, found);
  else if (found.isDirectory()) await addFolder(path, gathering);
  else if (basename(path) === 'manifest.json') await readAssembly(dirname(path), gathering);
  else await addFile(path, gathering);
}

/** What may be found in a folder that is named as a whole. */
const SHORT_FILE = /^portcullis\.ya?ml$/;
const TEMPLATE = /\.template\.(json|ya?ml)$/;
const ASSEMBLIES = ['assembly', 'cdk.out'];

async function addFolder(path: string, gathering: Gathering): Promise<void> {
  const names = await readdir(path).catch((cause: NodeJS.ErrnoException) => cause.code ?? '');
  if (typeof names === 'string') return gathering.unreadable(path, names);
  names.sort();
  if (names.includes('manifest.json')) return readAssembly(path, gathering);
  const short = names.find((name) => SHORT_FILE.test(name));
  if (short !== undefined) return addFile(join(path, short), gathering);
  const assembly = ASSEMBLIES.find((name) => names.includes(name));
  if (assembly !== undefined) return readAssembly(join(path, assembly), gathering);
  const templates = names.filter((name) => TEMPLATE.test(name));
  for (const name of templates) await addFile(join(path, name), gathering);
  if (templates.length === 0)
    gathering.wrong(
      'file.nothing-to-read',
      'holds nothing to read: neither manifest.json (a cdk.out), portcullis.yaml, nor *.template.json or *.template.yaml',
      path,
    );
}

async function addFile(path: string, gathering: Gathering): Promise<void> {
  const document = await gathering.document(path);
  if (document === null) return;
  const name = basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/i, '');
  const folder = dirname(resolve(path));
  gathering.sources.push({
    document,
    name,
    folder,
    assets: await assetsOf(join(folder, `${name}.assets.json`), folder, gathering),
    accountId: null,
    region: null,
    parameters: gathering.parametersOf(name),
  });
}
