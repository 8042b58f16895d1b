// Two workers against one, through one port: requests that the default groups look into and that are refused behind
// them, all of them ours to serve and each dear enough for two cores to make the load. Needs wrk and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portcullis } from './support/processes.ts';
import { type Contender, interleaved, print, wrk } from './support/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const file = join(folder, 'throttled.yaml');
writeFileSync(
  file,
  `settings: { account: { rate: 1000000, burst: 1000000 } }
apis: { api: { to: "http://127.0.0.1:9", webAcl: edge, throttle: { rate: 0.001, burst: 1 } } }
webAcls:
  edge:
    rules:
      - name: common
        statement: { ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesCommonRuleSet } }
      - name: sqli
        statement: { ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesSQLiRuleSet } }
`,
);
// A client without a name is refused before anything is looked into.
const named = join(folder, 'named.lua');
writeFileSync(named, `wrk.headers['User-Agent'] = 'bench/1.0'\n`);
const target = `/orders?${Array.from({ length: 12 }, (_, i) => `item${i}=Tea,%20loose%20leaf%20(${i}0%20g)`).join('&')}`;

// Each worker gets a core's worth; the supervisor, which writes the log, shares with them.
const workers = (count: number, cores: string): Contender => ({
  name: `${count} worker${count > 1 ? 's' : ''}`,
  start: () => portcullis(cores, join(folder, 'data'), [file, '--workers', `${count}`]),
});

try {
  const measured = await interleaved([workers(1, '0'), workers(2, '0,1')], (r) =>
    wrk('2,3', `${r.url}${target}`, 3, 128, named),
  );
  print('One port, one or two workers', measured, 'at least 1.80 times one');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
