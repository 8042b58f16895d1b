import type { z } from 'zod';
import type { Command } from '../../src/operate/cli/command.ts';
import kinds from '../../src/operate/cli/commands/index.ts';
import { bareOf } from './fields.ts';
import { code, table } from './markdown.ts';

/** Every command with its operands, flags and examples. */
export const commands = (): string => (kinds as unknown as readonly Command<object>[]).map(one).join('\n\n');

function one(kind: Command<object>): string {
  const fields = (kind.shape as unknown as z.ZodObject).shape as Record<string, z.ZodType>;
  const row = (written: string, key: string): string[] => {
    const { about, standard } = bareOf(fields[key]!);
    const shown =
      standard === undefined || typeof standard === 'boolean' || `${standard}` === '' ? '' : `${standard}`;
    return [code(written), about, code(shown)];
  };
  const operands = kind.operands.split(' ').filter((operand) => operand !== '');
  const rows = [
    ...operands.map((operand) => row(operand, operand.replace(/[^\w-]/g, ''))),
    ...Object.entries(kind.flags as Record<string, string>).map(([key, flag]) => row(flag, key)),
  ];
  const usage = ['portcullis', kind.name, kind.operands].filter((word) => word !== '').join(' ');
  const examples = ['```sh', ...kind.examples, '```'].join('\n');
  return [`## \`${usage}\``, kind.summary, table(['given', 'what it says', 'default'], rows), examples].join(
    '\n\n',
  );
}
