// Runs one kind of tests, or all that `npm run check` has not run: `node scripts/test.ts all|corpora|fuzz|journeys`.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';

const kinds: Record<string, string[]> = {
  all: [
    'test/journeys/**/*.test.ts',
    'test/fuzz/**/*.test.ts',
    'test/corpora/**/*.test.ts',
    'cdk/test/**/*.test.ts',
    'examples/**/*.test.ts',
  ],
  corpora: ['test/corpora/**/*.test.ts'],
  fuzz: ['test/fuzz/**/*.test.ts'],
  journeys: ['test/journeys/**/*.test.ts'],
};
const globs = kinds[process.argv[2] ?? 'all'];
if (globs === undefined) throw new Error(`one of ${Object.keys(kinds).join(', ')}`);
const files = globs.flatMap((g) => globSync(g, { exclude: ['**/node_modules/**'] })).sort();
const child = spawn(process.execPath, ['--test', '--test-timeout=180000', '--test-concurrency=3', ...files], {
  stdio: 'inherit',
});
child.on('close', (code) => (process.exitCode = code ?? 1));
