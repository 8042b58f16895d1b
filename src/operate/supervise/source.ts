import { error, hasErrors, type Note } from '../../base/note.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { TargetOptions } from '../../define/readers/yaml/target.ts';

/** What one reading gave. */
export interface Reading {
  /** Null when a note is an error. */
  readonly definition: Definition | null;
  readonly notes: readonly Note[];
  /** Files and folders whose change means that it reads differently. */
  readonly files: readonly string[];
}

/** What a reading gave, in numbers. */
export function said({ definition, notes }: Reading): string {
  if (definition === null) return `${notes.length} notes and no definition`;
  const { apis, webAcls, functions } = definition;
  return `APIs: ${apis.length}, web ACLs: ${webAcls.length}, functions: ${functions.length}, notes: ${notes.length}`;
}

/** Where the definition comes from; read at the start and at every reload. */
export interface Source {
  /** For people: `examples/secure-api`, `http://127.0.0.1:3000`. */
  readonly name: string;
  read(): Promise<Reading>;
}

/** What a source is read with beside its files. */
export interface ReadingOptions {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Settings of the whole gateway that go before what the files say. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Templates, assemblies, OpenAPI and short files. */
export function filesSource(paths: readonly string[], options: ReadingOptions = {}): Source {
  return {
    name: paths.join(' '),
    async read() {
      const [{ readFiles }, { catalogue }] = await Promise.all([
        import('../../define/readers/read.ts'),
        import('./catalogue.ts'),
      ]);
      return readFiles(paths, catalogue(), options);
    },
  };
}

/** One server behind a throttle, a rate-based rule and a log, without a file. */
export function targetSource(url: string, target: TargetOptions, options: ReadingOptions = {}): Source {
  return {
    name: url,
    async read() {
      const [{ readTarget }, { catalogue }] = await Promise.all([
        import('../../define/readers/yaml/target.ts'),
        import('./catalogue.ts'),
      ]);
      return readTarget(url, target, catalogue(), options);
    },
  };
}

/** A definition that is there already. */
export function fixedSource(definition: Definition): Source {
  return { name: 'a definition in memory', read: async () => ({ definition, notes: [], files: [] }) };
}

/** A source in which all that is not enforced here is an error. */
export function strictSource(source: Source): Source {
  return {
    name: source.name,
    async read() {
      const reading = await source.read();
      const notes = [...reading.notes, ...unenforced(reading.definition)];
      return { ...reading, notes, definition: hasErrors(notes) ? null : reading.definition };
    },
  };
}

const unenforced = (definition: Definition | null): Note[] =>
  (definition?.ledger ?? [])
    .filter((entry) => entry.fidelity !== 'enforced')
    .map((entry) =>
      error(
        'fidelity.not-enforced',
        `${entry.element}${entry.property === '' ? '' : ` ${entry.property}`} is ${entry.fidelity}, and --strict wants all of it enforced: ${entry.reason}`,
        entry.origin,
      ),
    );
