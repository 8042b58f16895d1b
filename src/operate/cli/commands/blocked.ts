import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EXIT } from '../../halt.ts';
import { type Blocked, releaseText, ruleText, whoText } from '../../inquiry/blocked.ts';
import { command } from '../command.ts';
import { plain } from '../plain.ts';
import { jsonOf, Running } from '../running.ts';
import { atField, dataField, jsonField } from '../shared-flags.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export default command({
  name: 'blocked',
  shape: z
    .strictObject({
      watch: z.boolean().default(false).describe('Shows it again every second, until it is interrupted.'),
      data: dataField,
      at: atField,
      json: jsonField,
    })
    .describe('Who is limited by a rate-based rule, or has used up a quota, at this moment.'),
  summary: 'Lists who is blocked now, by which rule, how far over, and when each will be released.',
  operands: '',
  flags: { watch: '--watch', data: '--data <folder>', at: '--at <address>', json: '--json' },
  examples: ['portcullis blocked', 'portcullis blocked --watch', 'portcullis blocked --json'],
  async run(input, terminal) {
    const running = Running.find(input.at, input.data);
    for (;;) {
      const { blocked } = jsonOf<{ blocked: Blocked[] }>(await running.get('/api/blocked'));
      if (input.watch && terminal.tty && !input.json) terminal.clear();
      show(blocked, input.json, terminal);
      if (!input.watch) return EXIT.ok;
      await pause(1000);
    }
  },
});

function show(rows: readonly Blocked[], json: boolean, terminal: Terminal): void {
  const lines = json
    ? [JSON.stringify(rows)]
    : rows.length === 0
      ? ['Nobody is blocked.']
      : tableOf(rows, terminal);
  for (const line of lines) terminal.out(line);
}

function tableOf(rows: readonly Blocked[], terminal: Terminal): string[] {
  return table(
    ['who', 'rule', 'count/limit', 'over by', 'since', 'released', 'written'],
    rows.map((row) => [
      // Keys are what callers sent, and may be decoded.
      plain(whoText(row)),
      ruleText(row),
      `${row.count}/${row.limit}`,
      row.refused ?? '–',
      row.since?.slice(11, 19) ?? '–',
      releaseText(row),
      row.at,
    ]),
    terminal.tty ? terminal.columns : undefined,
  );
}
