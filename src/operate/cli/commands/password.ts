import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { entryOf, isUserName } from '../../../base/password-file.ts';
import { hashOf } from '../../../base/scrypt.ts';
import { EXIT, Halt } from '../../halt.ts';
import { command } from '../command.ts';
import { secretLine } from '../secret-line.ts';

/** The password is asked for, or comes through a pipe: on a command line others could read it. */
export default command({
  name: 'password',
  shape: z
    .strictObject({
      name: z
        .string()
        .refine(isUserName, 'must be 1 to 128 characters without a colon')
        .describe('The name of the user.'),
      file: z
        .string()
        .min(1)
        .optional()
        .describe('The file of passwords to put the line into, in the place of the one with that name.'),
    })
    .describe('Makes a line of a file of passwords.'),
  summary: 'Hashes a password for HTTP Basic, and prints its line or puts it into a file.',
  operands: '<name>',
  flags: { file: '--file <path>' },
  examples: ['echo correct-horse | portcullis password ada', 'portcullis password ada --file passwords.txt'],
  async run({ name, file }, terminal) {
    const password = await secretLine(`Password of ${name}: `);
    if (password === null || password === '') throw new Halt(EXIT.usage, 'no password was given');
    if (/\p{Cc}/u.test(password) || password.length > 1024)
      throw new Halt(EXIT.usage, 'a password has up to 1024 characters, and no control character');
    const plain = name.normalize('NFC');
    const line = entryOf(plain, await hashOf(password));
    if (file === undefined) terminal.out(line);
    else {
      try {
        put(file, plain, line);
      } catch (fault) {
        throw new Halt(EXIT.usage, `--file: cannot write ${file}: ${(fault as Error).message}`);
      }
      terminal.err(`The password of ${plain} is in ${file}.`);
    }
    return EXIT.ok;
  },
});

/** Replaces the line of a name, or adds one; the file is never half written, and nobody else may read it. */
function put(file: string, name: string, line: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const others = before.filter((other) => !other.normalize('NFC').trim().startsWith(`${name}:`));
  while (others.at(-1) === '') others.pop();
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${[...others, line].join('\n')}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}
