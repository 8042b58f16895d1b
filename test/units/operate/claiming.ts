import { createInterface } from 'node:readline';
import { RunFile } from '../../../src/operate/supervise/kept/run-file.ts';

// A process of a test: claims each folder that it is told, writes 1 or 0 for it, and lives until it is told to end.
process.stdout.write('ready\n');
for await (const folder of createInterface({ input: process.stdin })) {
  let claimed = '1';
  try {
    RunFile.claim(folder);
  } catch {
    claimed = '0';
  }
  process.stdout.write(`${claimed}\n`);
}
process.exit();
