import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readRegular } from '../base/regular-file.ts';
import { type ZipEntry, zipEntries } from '../base/zip.ts';
import type { LambdaFunction } from '../define/model/function.ts';

/** Code that stands ready to be run. */
export interface Placed {
  readonly folder: string;
  /** Changes when the code does. */
  readonly mark: string;
}

/** Puts the code of a function where a process can load it; in words that follow its name, why it cannot. */
export function placeCode(fn: LambdaFunction, privateFolder: string): Placed | string {
  if ('zip' in fn.code) return unpacked(fn.code.zip, privateFolder);
  if ('folder' in fn.code) {
    const { folder } = fn.code;
    if (!existsSync(folder) || !statSync(folder).isDirectory())
      return `must be a folder, and ${folder} is none`;
    return { folder, mark: marks(folder).join('\n') };
  }
  const file = inlineFile(fn.runtime, fn.code.inline);
  // A folder for each text: processes that began with another one find theirs as it was.
  const mark = createHash('sha256').update(`${file}\n${fn.code.inline}`).digest('hex');
  const folder = join(privateFolder, mark);
  if (existsSync(folder)) return { folder, mark };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // What kind of module it is says its name alone, whatever package.json stands further up.
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  writeFileSync(join(folder, file), fn.code.inline);
  return { folder, mark };
}

/** An archive is unpacked once, into a folder named by its hash; half of one is never seen there. */
function unpacked(path: string, privateFolder: string): Placed | string {
  let half = '';
  try {
    const archive = readRegular(path);
    const mark = createHash('sha256').update(archive).digest('hex');
    const folder = join(privateFolder, mark);
    if (existsSync(folder)) return { folder, mark };
    half = mkdtempSync(join(privateFolder, 'half-'));
    for (const entry of zipEntries(archive)) put(entry, half);
    renameSync(half, folder);
    return { folder, mark };
  } catch (fault) {
    if (half !== '') rmSync(half, { recursive: true, force: true });
    return `cannot be unpacked: ${path} ${(fault as Error).message}`;
  }
}

function put(entry: ZipEntry, folder: string): void {
  const path = join(folder, entry.name);
  mkdirSync(entry.isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
  // `wx`: what is there already is not written over, and no link is followed.
  if (!entry.isFolder)
    writeFileSync(path, entry.bytes(), { flag: 'wx', mode: entry.isExecutable ? 0o700 : 0o600 });
}

/** CloudFormation names the file of an inline `ZipFile` index, with the ending that its syntax asks for. */
function inlineFile(runtime: string, text: string): string {
  if (runtime.startsWith('python')) return 'index.py';
  return /^\s*(?:import\s*[\w{*'"]|export\s+(?:const|let|async|function|default|class|\{))/m.test(text)
    ? 'index.mjs'
    : 'index.js';
}

const MOST_FILES = 2000;

/** Names, sizes and times of the files of a folder, without its dependencies. */
function marks(folder: string, found: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (found.length >= MOST_FILES) break;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '__pycache__') marks(path, found);
    } else if (entry.isFile()) {
      const { size, mtimeMs } = statSync(path);
      found.push(`${path} ${size} ${mtimeMs}`);
    }
  }
  return found;
}

/** Whether a package.json above the code would make modules of its `.js` files: on Lambda there is none above. */
export function underModuleScope(folder: string): boolean {
  if (existsSync(join(folder, 'package.json'))) return false;
  for (let above = dirname(folder); ; above = dirname(above)) {
    const manifest = join(above, 'package.json');
    if (existsSync(manifest)) return /"type"\s*:\s*"module"/.test(readFileSync(manifest, 'utf8'));
    if (above === dirname(above)) return false;
  }
}
