import { z } from 'zod';
import type { LedgerEntry } from '../../../base/fidelity.ts';
import { place } from '../../../base/origin.ts';
import { EXIT } from '../../halt.ts';
import { command } from '../command.ts';
import { countLine, noteLine } from '../notes.ts';
import { jsonField, parametersField } from '../shared-flags.ts';
import { table } from '../table.ts';
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
      json: jsonField,
    })
    .describe('Reads a definition and says what is wrong with it, and what of it is enforced here.'),
  summary: 'Reads a definition: what is wrong, file and line, and what of it is enforced, stored or refused.',
  operands: '<files...>',
  flags: { strict: '--strict', parameter: '--parameter <name=value>', json: '--json' },
  examples: ['portcullis check examples/secure-api', 'portcullis check template.yaml --strict --json'],
  async run(input, terminal) {
    const { filesSource, strictSource } = await import('../../supervise/source.ts');
    const files = filesSource(input.files, { parameters: input.parameter });
    const source = input.strict ? strictSource(files) : files;
    const { definition, notes } = await source.read();
    const ledger = definition?.ledger ?? [];
    const refused = definition === null;
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

function printLedger(ledger: readonly LedgerEntry[], terminal: Terminal): void {
  if (ledger.length === 0) return;
  const rows = grouped(ledger.filter((entry) => entry.fidelity !== 'enforced'));
  if (rows.length > 0) {
    for (const line of table(['here', 'element', 'properties', 'reason', 'written'], rows))
      terminal.out(line);
    terminal.out('');
  }
  const count = (fidelity: LedgerEntry['fidelity']): number =>
    ledger.filter((entry) => entry.fidelity === fidelity).length;
  terminal.out(
    `${ledger.length} properties: ${count('enforced')} enforced, ${count('stored')} stored, ${count('refused')} refused.`,
  );
}

/** One row for what an element has in common: properties that are stored for the same reason stand together. */
function grouped(entries: readonly LedgerEntry[]): string[][] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const key = `${entry.element}\0${entry.fidelity}\0${entry.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const { fidelity, element, reason, origin, type } = first!;
    const properties = group.map((entry) => (entry.property === '' ? type : entry.property)).join(', ');
    return [fidelity, element, properties, reason, place(origin)];
  });
}
