import { basename } from 'node:path';
import { z } from 'zod';
import type { LedgerEntry } from '../../../base/fidelity.ts';
import { hasErrors, type Note } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { Definition } from '../../../define/model/definition.ts';
import { EXIT } from '../../halt.ts';
import { command } from '../command.ts';
import { countLine, noteLine } from '../notes.ts';
import { plain } from '../plain.ts';
import { dataField, jsonField, parametersField } from '../shared-flags.ts';
import type { Terminal } from '../terminal.ts';

export default command({
  name: 'check',
  shape: z
    .strictObject({
      files: z
        .array(z.string())
        .min(1)
        .describe('Cloud assemblies, templates, OpenAPI documents, portcullis.yaml.'),
      strict: z.boolean().default(false).describe('Takes everything that is not enforced here as an error.'),
      parameter: parametersField,
      data: dataField.describe(
        'The data folder: certificates and truststores that a template names by ARN or `s3://` are looked for there, and the keys of the key store.',
      ),
      json: jsonField,
    })
    .describe('Reads a definition and says what is wrong with it, and what of it is enforced here.'),
  summary: 'Reads a definition: what is wrong, file and line, and what of it is enforced, stored or refused.',
  operands: '<files...>',
  flags: {
    strict: '--strict',
    parameter: '--parameter <name=value>',
    data: '--data <folder>',
    json: '--json',
  },
  examples: ['portcullis check examples/secure-api', 'portcullis check template.yaml --strict --json'],
  async run(input, terminal) {
    const { filesSource, strictSource } = await import('../../supervise/source.ts');
    const files = filesSource(input.files, { parameters: input.parameter });
    const source = input.strict ? strictSource(files) : files;
    const { definition, notes: read } = await source.read();
    const notes = definition === null ? read : [...read, ...(await beyondReading(definition, input.data))];
    const ledger = definition?.ledger ?? [];
    const refused = definition === null || hasErrors(notes);
    if (input.json) terminal.out(JSON.stringify({ ok: !refused, notes, ledger }, null, 2));
    else {
      for (const note of notes) terminal.out(noteLine(note, terminal.paint));
      if (notes.length > 0) terminal.out('');
      printLedger(ledger, terminal);
      const counted = countLine(notes);
      const verdict = refused ? terminal.paint.red('refused') : terminal.paint.green('fine');
      terminal.out(`The definition is ${verdict}${counted === '' ? '' : `: ${counted}`}.`);
    }
    return refused ? EXIT.findings : EXIT.ok;
  },
});

/** What would keep a gateway from starting although the definition reads well: its certificates, its keys, what its files hold; and what would keep a function from running. */
async function beyondReading(definition: Definition, data: string): Promise<Note[]> {
  const [{ fileNotes }, { functionNotes }, { keyNotes }, { Generations }, { Clock }] = await Promise.all([
    import('../../certificates/file-notes.ts'),
    import('../../../functions/notes.ts'),
    import('../../key-store/notes.ts'),
    import('../../supervise/generations.ts'),
    import('../../../base/clock.ts'),
  ]);
  const advanced = new Generations(Clock.running()).advance(definition);
  return [
    ...('note' in advanced ? [advanced.note] : []),
    ...(await functionNotes(definition.functions)),
    ...keyNotes(definition, data),
    ...(await fileNotes(definition, data)),
  ];
}

function printLedger(ledger: readonly LedgerEntry[], terminal: Terminal): void {
  if (ledger.length === 0) return;
  for (const fidelity of ['refused', 'stored'] as const) {
    const reasons = byReason(ledger.filter((entry) => entry.fidelity === fidelity));
    if (reasons.size > 0) terminal.out(terminal.paint.bold(headings[fidelity]));
    for (const [reason, entries] of reasons) {
      terminal.out(`  ${reason}`);
      for (const line of elementLines(entries)) terminal.out(terminal.paint.dim(`    ${line}`));
    }
    if (reasons.size > 0) terminal.out('');
  }
  const count = (fidelity: LedgerEntry['fidelity']): number =>
    ledger.filter((entry) => entry.fidelity === fidelity).length;
  terminal.out(
    `${ledger.length} properties: ${count('enforced')} enforced, ${count('stored')} stored, ${count('refused')} refused.`,
  );
}

const headings = { refused: 'Refused', stored: 'Stored, without effect here' } as const;

function byReason(entries: readonly LedgerEntry[]): Map<string, LedgerEntry[]> {
  return Map.groupBy(entries, ({ reason }) => reason);
}

/** A line for each element: the file and line, its name, and which of its properties it is about. */
function elementLines(entries: readonly LedgerEntry[]): string[] {
  const rows = [...Map.groupBy(entries, ({ element }) => element).values()].map((group) => {
    const { element, origin } = group[0]!;
    const whole = group.find(({ property }) => property === '');
    const properties = whole?.type ?? group.map(({ property }) => property).join(', ');
    const name = element.slice(element.indexOf('/') + 1);
    return [plain(basename(place(origin))), plain(name), plain(properties)] as const;
  });
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  return rows.map(
    ([at, element, properties]) => `${at.padEnd(width(0))}  ${element.padEnd(width(1))}  ${properties}`,
  );
}
