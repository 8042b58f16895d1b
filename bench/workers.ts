// Two workers against one: refused requests (all of them ours to serve) through one port. Needs wrk and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, interleaved, portcullis, print, wrk } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const file = join(folder, 'throttled.yaml');
writeFileSync(file, 'apis: { api: { to: "http://127.0.0.1:9", throttle: { rate: 0.001, burst: 1 } } }');

// Each worker gets a core's worth; the supervisor, which writes the log, shares with them.
const workers = (count: number, cores: string): Contender => ({
  name: `${count} worker${count > 1 ? 's' : ''}`,
  start: () => portcullis(cores, join(folder, 'data'), [file, '--workers', `${count}`]),
});

try {
  const measured = await interleaved([workers(1, '0'), workers(2, '0,1')], (r) =>
    wrk('2,3', `${r.url}/`, 3, 128),
  );
  print('One port, one or two workers', measured, 'at least 1.80 times one');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
