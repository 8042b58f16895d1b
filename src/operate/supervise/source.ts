import type { Note } from '../../base/note.ts';
import type { Definition } from '../../define/model/definition.ts';
import { readFiles } from '../../define/readers/read.ts';
import { catalogue } from './catalogue.ts';

/** What one reading gave: null when a note is an error. */
export interface Reading {
  readonly definition: Definition | null;
  readonly notes: readonly Note[];
}

/** Where the definition comes from; read at the start and at every reload. */
export interface Source {
  /** For people: `examples/secure-api`, `http://127.0.0.1:3000`. */
  readonly name: string;
  /** Files and folders whose change means that it reads differently. */
  readonly paths: readonly string[];
  read(): Promise<Reading>;
}

/** Templates, assemblies, OpenAPI and short files. */
export function filesSource(
  paths: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
  settings: unknown = {},
): Source {
  const shapes = catalogue();
  return {
    name: paths.join(' '),
    paths,
    read: () => readFiles(paths, shapes, { parameters: { ...parameters }, settings }),
  };
}

/** A definition that is there already. */
export function fixedSource(definition: Definition): Source {
  return { name: 'a definition in memory', paths: [], read: async () => ({ definition, notes: [] }) };
}
