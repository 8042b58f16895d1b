import { readFileSync } from 'node:fs';
import '../compile-cache.mjs';

// Imported behind the cache, so that all of it comes from there.
const [{ default: commands }, { runProgram }, { terminal }] = await Promise.all([
  import('./commands/index.ts'),
  import('./program.ts'),
  import('./terminal.ts'),
]);

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runProgram(commands, process.argv.slice(2), version, terminal());
