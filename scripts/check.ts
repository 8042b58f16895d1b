// Types, lint, stale indexes, house and unit tests: what stands before every commit. Under a minute.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const tests = ['test/house/**/*.test.ts', 'test/units/**/*.test.ts', 'test/readers/**/*.test.ts'].flatMap(
  (g) => globSync(g),
);
const steps: [string, string[]][] = [
  ['tsc', ['node_modules/.bin/tsc']],
  ['biome', ['node_modules/.bin/biome', 'check', '--error-on-warnings']],
  ['index', [process.execPath, 'scripts/index.ts', '--check']],
  [
    'tests',
    [
      process.execPath,
      '--test',
      `--test-concurrency=${availableParallelism()}`,
      '--test-timeout=120000',
      '--test-reporter=dot',
      ...tests,
    ],
  ],
];
const started = Date.now();
const results = await Promise.all(
  steps.map(([name, [command, ...args]]) => {
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (d) => (output += d));
    child.stderr.on('data', (d) => (output += d));
    return new Promise<boolean>((resolve) =>
      child.on('close', (code) => {
        console.log(
          `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
        );
        if (code !== 0) console.log(output.slice(-20_000));
        resolve(code === 0);
      }),
    );
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
