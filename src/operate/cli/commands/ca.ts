import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { authorityFolder } from '../../certificates/certificates.ts';
import { EXIT, Halt } from '../../halt.ts';
import { openDataFolder } from '../../supervise/kept/data-folder.ts';
import { command } from '../command.ts';
import { nearPath } from '../self.ts';
import { dataField, jsonField, usualData } from '../shared-flags.ts';
import { authoritiesIn, trustLines } from '../trust.ts';

/** The development authority is made here too, so that it can be trusted before the first start; a folder that was named is not. */
export default command({
  name: 'ca',
  shape: z
    .strictObject({
      data: dataField,
      pem: z.boolean().default(false).describe('Prints the certificates themselves, in PEM.'),
      json: jsonField,
    })
    .describe('How to trust the certificates that are made here.'),
  summary: 'Says how to trust the certificates of HTTPS that are made on this machine.',
  operands: '',
  flags: { data: '--data <folder>', pem: '--pem', json: '--json' },
  examples: ['portcullis ca', 'portcullis ca --pem > portcullis-ca.pem', 'portcullis ca --json'],
  async run({ data, pem, json }, terminal) {
    if (data !== usualData && !existsSync(data))
      throw new Halt(EXIT.dataFolder, `there is no data folder ${resolve(data)}`, [
        'Name with --data the folder that portcullis up runs with, or make it first.',
      ]);
    const authority = authorityFolder(openDataFolder(data).path);
    authority.local();
    const text = readFileSync(authority.bundle, 'utf8');
    const file = resolve(authority.bundle);
    if (pem) terminal.out(text.trimEnd());
    else if (json) terminal.out(JSON.stringify({ file, authorities: authoritiesIn(text) }, null, 2));
    else for (const line of trustLines(nearPath(file), text, terminal.paint)) terminal.out(line);
    return 0;
  },
});
