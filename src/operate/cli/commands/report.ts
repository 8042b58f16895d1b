import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { JournalReader } from '../../../observe/journal/journal-reader.ts';
import type { Report } from '../../../observe/reports/report.ts';
import { durationMs } from '../../duration.ts';
import { EXIT, Halt } from '../../halt.ts';
import { readRun } from '../../supervise/kept/run-file.ts';
import { command } from '../command.ts';
import { jsonOf, Running } from '../running.ts';
import { atField, dataField, jsonField } from '../shared-flags.ts';

export default command({
  name: 'report',
  shape: z
    .strictObject({
      since: z
        .string()
        .refine((text) => durationMs(text) !== null, 'must be like 90s, 15m, 1h or 7d')
        .default('1h')
        .describe('How far back.'),
      html: z.string().optional().describe('Writes one self-contained page to this file.'),
      data: dataField,
      at: atField,
      json: jsonField,
    })
    .describe('Sums up what was allowed and what was refused.'),
  summary: 'Sums up allowed and refused requests by layer, rule, address and path.',
  operands: '',
  flags: {
    since: '--since <span>',
    html: '--html <file>',
    data: '--data <folder>',
    at: '--at <address>',
    json: '--json',
  },
  examples: [
    'portcullis report',
    'portcullis report --since 15m --json',
    'portcullis report --html report.html',
  ],
  async run(input, terminal) {
    const report = await reportOf(input.at, input.data, input.since);
    if (input.html !== undefined) {
      const { reportHtml } = await import('../../../observe/reports/html.ts');
      writePage(input.html, reportHtml(report));
      if (!input.json) terminal.out(`Written to ${resolve(input.html)}.`);
    }
    if (input.json) terminal.out(JSON.stringify(report, null, 2));
    else if (input.html === undefined) {
      const { reportText } = await import('../../../observe/reports/text.ts');
      terminal.out(reportText(report));
    }
    return EXIT.ok;
  },
});

/** Asks the running gateway; where none runs, the journal that the last one left is read. */
async function reportOf(at: string | undefined, data: string, since: string): Promise<Report> {
  if (at !== undefined || readRun(resolve(data)) !== null) {
    return jsonOf(await Running.find(at, data).get(`/api/report?since=${since}`));
  }
  const [{ journalFile }, { JournalReader: Reader }, { buildReport }] = await Promise.all([
    import('../../../observe/observe.ts'),
    import('../../../observe/journal/journal-reader.ts'),
    import('../../../observe/reports/report.ts'),
  ]);
  const file = journalFile(resolve(data));
  let journal: JournalReader | null = null;
  try {
    journal = Reader.open(file);
    if (journal === null) {
      throw new Halt(
        EXIT.notRunning,
        `no gateway is running on ${resolve(data)}, and none has left a journal there`,
      );
    }
    const to = Date.now();
    const from = to - durationMs(since)!;
    return buildReport(journal.rows(from, to + 1), from, to);
  } catch (fault) {
    throw fault instanceof Halt ? fault : unreadable(file, fault);
  } finally {
    journal?.close();
  }
}

const unreadable = (file: string, fault: unknown): Halt =>
  new Halt(EXIT.dataFolder, `the journal ${file} cannot be read: ${(fault as Error).message}`, [
    'If it is damaged, the next portcullis up puts it aside and begins a new one.',
  ]);

function writePage(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (fault) {
    throw new Halt(EXIT.usage, `--html: cannot write ${resolve(file)}: ${(fault as Error).message}`);
  }
}
