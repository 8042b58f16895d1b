import { RunFile } from '../../../src/operate/supervise/kept/run-file.ts';

// A process of a test: claims each folder at its moment, writes 1 or 0 for it, and lives until it is told to end.
const [begin = '', ...folders] = process.argv.slice(2);
let told = '';
for (const [i, folder] of folders.entries()) {
  while (Date.now() < Number(begin) + i * 50);
  try {
    RunFile.claim(folder);
    told += '1';
  } catch {
    told += '0';
  }
}
process.stdout.write(`${told}\n`);
process.stdin.resume().on('end', () => process.exit());
