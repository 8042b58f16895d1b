import { z } from 'zod';
import { EXIT } from '../../halt.ts';
import type { Usage } from '../../inquiry/usage.ts';
import { command } from '../command.ts';
import { jsonOf, Running } from '../running.ts';
import { atField, dataField, jsonField } from '../shared-flags.ts';
import { table } from '../table.ts';

export default command({
  name: 'usage',
  shape: z
    .strictObject({ data: dataField, at: atField, json: jsonField })
    .describe('How far API keys have used up their quotas.'),
  summary:
    'Lists API keys: their plan, what they have used of its quota, what is left, and when it begins anew.',
  operands: '',
  flags: { data: '--data <folder>', at: '--at <address>', json: '--json' },
  examples: ['portcullis usage', 'portcullis usage --json'],
  async run(input, terminal) {
    const running = Running.find(input.at, input.data);
    const { usage } = jsonOf<{ usage: Usage[] }>(await running.get('/api/usage'));
    const lines = input.json
      ? [JSON.stringify(usage)]
      : usage.length === 0
        ? ['No API key is under a usage plan.']
        : table(
            ['key', 'id', 'plan', 'used', 'of', 'left', 'anew', 'tokens'],
            usage.map((row) => [
              row.enabled ? row.key : `${row.key} (disabled)`,
              row.keyId,
              row.plan,
              row.used ?? '–',
              row.allowed ?? '–',
              row.remaining ?? '–',
              row.resetsAt?.slice(0, 16).replace('T', ' ') ?? '–',
              row.tokens === null ? '–' : `${row.tokens}/${row.burst}`,
            ]),
            terminal.tty ? terminal.columns : undefined,
          );
    for (const line of lines) terminal.out(line);
    return EXIT.ok;
  },
});
