import { resolve } from 'node:path';
import { error, type Note } from '../../../base/note.ts';
import { type Document, parseDocument } from '../document.ts';
import type { Source } from '../reader.ts';
import { readText } from './read-text.ts';

/** Collects sources, what is wrong with them, and the files that were looked at. */
export class Gathering {
  readonly sources: Source[] = [];
  readonly notes: Note[] = [];
  readonly files: string[] = [];
  readonly #parameters: Readonly<Record<string, string>>;

  constructor(parameters: Readonly<Record<string, string>>) {
    this.#parameters = parameters;
  }

  /** Notes an error at a line of a file, from 1; 0: of the file as a whole. */
  wrong(code: string, message: string, file: string, line = 0): void {
    this.notes.push(error(code, message, { file, line, path: '' }));
  }

  /** Notes that a file or folder cannot be read, with the system's code (`EACCES`), or why. */
  unreadable(path: string, code: string): void {
    this.wrong('file.unreadable', `cannot be read: ${code}`, path);
  }

  /** Reads and parses a file; null, and a note, when it cannot be read. */
  async document(path: string): Promise<Document | null> {
    this.files.push(resolve(path));
    try {
      return parseDocument(await readText(path), path);
    } catch (cause) {
      this.unreadable(path, (cause as NodeJS.ErrnoException).code ?? (cause as Error).message);
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
}
