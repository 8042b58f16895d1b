import { place } from '../../src/base/origin.ts';
import { parseDocument } from '../../src/define/readers/document.ts';
import { type Reading, readFiles } from '../../src/define/readers/read.ts';
import type { Source } from '../../src/define/readers/reader.ts';
import { catalogue } from '../../src/operate/supervise/catalogue.ts';

/**
 * A golden file: a source, a line of dashes, then the notes that reading it must give and facts of the
 * definition (`path = JSON`). Several sources stand one after another, each under a line `=== name.yaml`.
 */
export interface Golden {
  readonly sources: readonly Source[];
  readonly expected: readonly string[];
}

export function parseGolden(text: string): Golden {
  const cut = text.indexOf(`\n${DASHES}\n`);
  const written = text.slice(0, cut + 1);
  const expected = text.slice(cut + DASHES.length + 2).split('\n');
  return { sources: sourcesIn(written), expected: expected.filter((line) => line !== '') };
}

const DASHES = '-'.repeat(80);

export function sourcesIn(written: string): Source[] {
  const parts = written.startsWith('=== ')
    ? written.split(/^=== /m).slice(1)
    : [`template.${written.startsWith('{') ? 'json' : 'yaml'}\n${written}`];
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const file = part.slice(0, end);
    return {
      document: parseDocument(part.slice(end + 1), file),
      name: file.replace(/\..*$/, ''),
      folder: '/',
      assets: new Map(),
      accountId: null,
      region: null,
      parameters: {},
    };
  });
}

export const read = (sources: readonly Source[]): Promise<Reading> => readFiles([], catalogue(), { sources });

/** The notes of a reading as a golden file has them. */
export const noteLines = ({ notes }: Reading): string[] =>
  notes.map((n) => `${place(n.origin)} ${n.level} ${n.message} [${n.code}]`);

/** The outputs, and the parts of the definition at these paths, as a golden file has them. */
export function factLines({ definition }: Reading, paths: readonly string[]): string[] {
  return paths.map((path) => {
    const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], {
      ...definition,
      outputs: Object.fromEntries(
        (definition?.stacks ?? []).flatMap((s) => s.outputs.map((o) => [o.key, o.value])),
      ),
    });
    return `${path} = ${JSON.stringify(value)}`;
  });
}
