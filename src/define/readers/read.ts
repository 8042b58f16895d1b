import { error, hasErrors, type Note } from '../../base/note.ts';
import { NOWHERE } from '../../base/origin.ts';
import type { Definition } from '../model/definition.ts';
import { type Settings, settingsShape } from '../model/settings.ts';
import type { Catalogue } from './catalogue.ts';
import { checkWhole } from './check-whole.ts';
import { Draft } from './draft.ts';
import type { Reader, Source } from './reader.ts';
import { readers } from './readers.ts';
import { shaped } from './shaped.ts';
import { nearest } from './shapes/nearest.ts';
import { gather } from './sources/gather.ts';

/** What files are read with. */
export interface ReadOptions {
  /** Values for template parameters: `Name`, or `Stack:Name` for those of one stack. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Settings of the whole gateway (`settingsShape`); what is written here goes before what a file says. */
  readonly settings?: unknown;
  /** Sources that no file holds: what the command line made. */
  readonly sources?: readonly Source[];
}

/** What came of reading files. */
export interface Reading {
  /** Null when any note is an error: a definition with an error is never half applied. */
  readonly definition: Definition | null;
  readonly notes: readonly Note[];
  /** Every file that was looked at, absolute: what to watch. */
  readonly files: readonly string[];
}

/**
 * Reads files and folders together into one definition: cloud assemblies (`cdk.out`), CloudFormation
 * templates, and every other format that `readers.ts` lists. Finds all that is wrong in one go.
 */
export async function readFiles(
  paths: readonly string[],
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<Reading> {
  const { sources: found, notes, files } = await gather(paths, options.parameters ?? {});
  const sources = [...found, ...(options.sources ?? [])];
  const given = written(options.settings);
  const settings = settingsOf(given, sources, notes);
  const draft = new Draft(settings, catalogue, given);
  draft.note(...notes);
  checkParameters(options.parameters ?? {}, sources, draft);
  for (const [reader, own] of dispatched(sources, draft)) reader.read(own, draft);
  draft.settle();
  if (!hasErrors(draft.notes)) checkWhole(draft);
  const definition = draft.freeze();
  const order = sources.map((source) => source.document.file);
  return {
    definition: hasErrors(draft.notes) ? null : definition,
    notes: sorted(draft.notes, order),
    files: [...files, ...draft.followed],
  };
}

/** A flag that was not given is no setting. */
const written = (settings: unknown): object =>
  Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined));

/** An assembly made for one account and Region names them for the whole gateway, unless the options do. */
function settingsOf(given: object, sources: readonly Source[], notes: Note[]): Settings {
  const only = (values: readonly (string | null)[]): string | undefined => {
    const named = [...new Set(values.filter((v) => v !== null))];
    return named.length === 1 ? named[0] : undefined;
  };
  const found = {
    accountId: only(sources.map((s) => s.accountId)),
    region: only(sources.map((s) => s.region)),
  };
  const known = Object.fromEntries(Object.entries(found).filter(([, v]) => v !== undefined));
  const at = { file: 'settings', path: [], lineOf: () => 0 };
  const result = shaped(settingsShape, { ...known, ...given }, at);
  notes.push(...result.notes);
  return result.value ?? settingsShape.parse({});
}

/** A value for a parameter that no template has is surely meant for another one. */
function checkParameters(
  given: Readonly<Record<string, string>>,
  sources: readonly Source[],
  draft: Draft,
): void {
  const declared = sources.flatMap(({ name, document }) => {
    const reader = readers.find((r) => r.recognises(document.value));
    const names = reader?.parameters?.(document.value) ?? [];
    return names.flatMap((parameter) => [parameter, `${name}:${parameter}`]);
  });
  for (const name of Object.keys(given)) {
    if (declared.includes(name)) continue;
    const near = nearest(name, declared);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    draft.note(error('parameter.unknown', `no template or document has a parameter ${name}${hint}`, NOWHERE));
  }
}

function dispatched(sources: readonly Source[], draft: Draft): Map<Reader, Source[]> {
  const shares = new Map<Reader, Source[]>(readers.map((reader) => [reader, []]));
  for (const source of sources) {
    const { document } = source;
    draft.note(...document.notes);
    const reader = readers.find((r) => r.recognises(document.value));
    if (reader !== undefined) shares.get(reader)!.push(source);
    else if (!hasErrors(document.notes)) {
      const known = readers.map((r) => r.name).join(', nor ');
      draft.note(
        error('document.unknown', `is neither ${known}${instead(document.value)}`, document.origin([])),
      );
    }
  }
  if (sources.length === 0 && !hasErrors(draft.notes))
    draft.note(error('document.none', 'no file or folder was given to read', NOWHERE));
  for (const [reader, own] of shares) if (own.length === 0) shares.delete(reader);
  return shares;
}

/** What a document that nobody reads says at its top, and which of the words that readers look for was surely meant. */
function instead(value: unknown): string {
  if (value === null) return ': it holds nothing';
  if (typeof value !== 'object') return ': it is a text, and no mapping';
  if (Array.isArray(value)) return ': it is a list, and no mapping';
  const keys = Object.keys(value);
  if (keys.length === 0) return ': it holds nothing';
  for (const key of keys) {
    const near = nearest(key, MARKS);
    if (near !== null) return `; did you mean ${near} by ${cut(key)}?`;
  }
  const shown = keys.slice(0, 5).map(cut).join(', ');
  return `: at its top it has ${shown}${keys.length > 5 ? ', …' : ''}`;
}

const MARKS = ['apis', 'domains', 'openapi', 'swagger', 'Resources'];
const cut = (key: string): string =>
  JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key).slice(1, -1);

/** By file in the order they were read, then by line; what was said twice is said once. */
function sorted(notes: readonly Note[], order: readonly string[]): readonly Note[] {
  const files = [...new Set([...order, ...notes.map((n) => n.origin.file)])];
  const seen = new Set<string>();
  return notes
    .filter((n) => {
      const key = `${n.origin.file}\0${n.origin.path}\0${n.code}\0${n.message}`;
      return !seen.has(key) && seen.add(key);
    })
    .map((note, i) => ({ note, i }))
    .sort(
      (a, b) =>
        files.indexOf(a.note.origin.file) - files.indexOf(b.note.origin.file) ||
        a.note.origin.line - b.note.origin.line ||
        a.i - b.i,
    )
    .map(({ note }) => note);
}
