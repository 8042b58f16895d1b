import { readFileSync } from 'node:fs';
import '../compile-cache.mjs';
import { loadLean } from '../lean-loading.mjs';

// Imported behind the cache, so that all of it comes from there.
const [{ default: commands }, { runProgram }, { terminal }] = await loadLean(() =>
  Promise.all([import('./commands/index.ts'), import('./program.ts'), import('./terminal.ts')]),
);

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
process.exitCode = await runProgram(commands, process.argv.slice(2), version, terminal());
