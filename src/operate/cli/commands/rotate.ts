import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { EXIT, Halt } from '../../halt.ts';
import { keyFileOf, readKeys, rotated, writeKeys } from '../../supervise/kept/key-file.ts';
import { command } from '../command.ts';
import { dataField } from '../shared-flags.ts';

export default command({
  name: 'rotate',
  shape: z
    .strictObject({
      revoke: z
        .boolean()
        .default(false)
        .describe('Drops the older keys at once: every client has to prove again what it has proved.'),
      data: dataField,
    })
    .describe('Makes a new key for the tokens of Captcha and Challenge rules.'),
  summary: 'Makes a new key for the tokens of Captcha and Challenge; a running gateway takes it in seconds.',
  operands: '',
  flags: { revoke: '--revoke', data: '--data <folder>' },
  examples: ['portcullis rotate', 'portcullis rotate --revoke --data /var/lib/portcullis'],
  async run({ data, revoke }, terminal) {
    const folder = resolve(data);
    if (!existsSync(folder)) throw new Halt(EXIT.dataFolder, `there is no data folder ${folder}`);
    const file = keyFileOf(folder);
    const next = rotated(readKeys(file), Date.now(), revoke);
    writeKeys(file, next);
    const older = next.keys.length - 1;
    terminal.out(
      older === 0
        ? `A new key signs tokens; no other key holds.`
        : `A new key signs tokens; ${older} older ${older === 1 ? 'key holds' : 'keys hold'} for the tokens it signed.`,
    );
    return EXIT.ok;
  },
});
