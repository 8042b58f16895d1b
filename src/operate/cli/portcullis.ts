import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

// Stripped and compiled once, read from the cache at every later start. What follows is imported behind it, so
// that it too comes from the cache; a cache that cannot be written is no fault.
enableCompileCache();
const [{ default: commands }, { runProgram }, { terminal }] = await Promise.all([
  import('./commands/index.ts'),
  import('./program.ts'),
  import('./terminal.ts'),
]);

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runProgram(commands, process.argv.slice(2), version, terminal());
