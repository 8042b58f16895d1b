// `npm run bench` runs every bench in turn; `npm run bench -- proxy limits` those named. What they share stands in
// `support/`.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';

const all = globSync('bench/*.ts')
  .map((f) => basename(f, '.ts'))
  .filter((name) => name !== 'run')
  .sort();
const wanted = process.argv.slice(2);
if (wanted.includes('--help') || wanted.includes('-h')) {
  console.log(`npm run bench [-- NAME …]\n\nAll of them when none is named: ${all.join(', ')}`);
  process.exit(0);
}
const unknown = wanted.filter((w) => !all.includes(w));
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  console.log(`\n== bench/${name}.ts`);
  const { status } = spawnSync(process.execPath, [`bench/${name}.ts`], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
