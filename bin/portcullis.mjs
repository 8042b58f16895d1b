#!/usr/bin/env node
// Starts the command on Node 24, whichever Node is on the path: the `node` package brings it along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const main = fileURLToPath(new URL('src/operate/cli/portcullis.ts', root));
if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = main;
  await import('../src/operate/compile-cache.mjs');
  await import(main);
} else {
  const node = fileURLToPath(new URL('node_modules/node/bin/node', root));
  if (!existsSync(node)) {
    console.error(
      `portcullis needs Node 24 or later; this is ${process.version}. Install Node 24, or run npm ci without --omit=dev: it brings one along.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
