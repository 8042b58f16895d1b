// The story in two acts, played on a real gateway with real functions; see experiment.ts.
import { execFile } from 'node:child_process';
import { setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Clock } from '../../../src/base/clock.ts';
import { runLoad } from '../../../src/operate/load/load.ts';
import type { LoadReport } from '../../../src/operate/load/report.ts';
import { ephemeralFolder } from '../../../src/operate/supervise/kept/data-folder.ts';
import { silentLog } from '../../../src/operate/supervise/process-log.ts';
import { filesSource } from '../../../src/operate/supervise/source.ts';
import { Supervisor } from '../../../src/operate/supervise/supervisor.ts';

const assembly = new URL('../assembly', import.meta.url).pathname;

/** What is known of a limited address: the AWS endpoint's list, when the first request passed again. */
export interface RateAct {
  readonly unthrottled: LoadReport;
  readonly secure: LoadReport;
  readonly refusedBody: string;
  /** Addresses that the AWS endpoint named while the load was refused, and after the release. */
  readonly namedDuring: readonly string[];
  readonly namedAfter: readonly string[];
  /** Seconds of the gateway's clock from the end of the load to the first request that passed. */
  readonly releasedAfter: number;
}

export interface BurstAct {
  readonly burst: LoadReport;
  /** How many the bucket could let through: its 100 tokens, and what came in until the last request. */
  readonly admissible: { readonly least: number; readonly most: number };
  readonly neighbourAlone: LoadReport;
  readonly neighbourBeside: LoadReport;
}

/** 1 500 requests at 5 a second to each API; then the block, and its release. */
export async function rateAct(speed: number, tell: (text: string) => void): Promise<RateAct> {
  const gateway = await start([assembly], Clock.running(speed));
  try {
    const [open, secure] = [gateway.urlOf('UnthrottledApiUrl'), gateway.urlOf('SecureApiUrl')];
    tell('1 500 requests at 5 a second to the API without protection');
    const unthrottled = await runLoad({ url: open, rate: 5, duration: 300, connections: 50, speed });
    tell('the same to the API behind the throttle and the web ACL');
    let namedDuring: readonly string[] = [];
    let asked: Promise<void> | null = null;
    const report = await runLoad({
      url: secure,
      rate: 5,
      duration: 300,
      connections: 50,
      speed,
      progress({ codes }) {
        if (codes['403'] === undefined || asked !== null) return;
        asked = gateway.limitedAddresses().then((addresses) => {
          namedDuring = addresses;
        });
      },
    });
    await asked;
    const ended = gateway.clock.now();
    tell('the address is blocked; waiting until it is released by itself');
    const refusedBody = report.codes.find((row) => row.status === 403)?.sample ?? '';
    const releasedAfter = await released(gateway, secure, ended);
    const namedAfter = await gateway.limitedAddresses();
    return { unthrottled, secure: report, refusedBody, namedDuring, namedAfter, releasedAfter };
  } finally {
    await gateway.stop();
  }
}

/** Looks at the list of the AWS endpoint, which counts nothing, and asks the API once nobody is named any more. */
async function released(gateway: Gateway, url: string, since: number): Promise<number> {
  for (;;) {
    if ((await gateway.limitedAddresses()).length === 0 && (await fetch(url)).status === 200) break;
    if (gateway.clock.now() - since > 900_000) throw new Error('the address was not released in 15 minutes');
    await wait(gateway.clock.wall(1000));
  }
  return (gateway.clock.now() - since) / 1000;
}

const BURST = ['--num', '1000', '--connections', '1000'];

/**
 * Without the web ACL: 1 000 requests at once to the throttled API, and a neighbour who calls the other one. On a
 * clock that stands still nothing refills: exactly 100 can pass.
 */
export async function burstAct(tell: (text: string) => void, clock = Clock.running()): Promise<BurstAct> {
  const stacks = ['unthrottled-api', 'secure-throttled-api'];
  const gateway = await start(
    stacks.map((stack) => `${assembly}/${stack}.template.json`),
    clock,
  );
  try {
    const [open, secure] = [gateway.urlOf('UnthrottledApiUrl'), gateway.urlOf('SecureApiUrl')];
    // Both functions are warm, and the token this takes is back before the burst.
    for (const url of [open, secure]) await (await fetch(url)).arrayBuffer();
    if (clock.speed === 0) clock.advance(1000);
    tell('first 1 000 requests for a path that is not there: a gateway is slow when it has just started');
    await loadFromOutside([`${open}/not-there`, ...BURST], true);
    const neighbour = [open, '--rate', '25', '--duration', '4'];
    tell('a neighbour calls the unthrottled API, alone');
    const neighbourAlone = await loadFromOutside(neighbour);
    tell('the web ACL is off: 1 000 requests at once, while the neighbour calls');
    const beside = loadFromOutside(neighbour);
    await wait(1500);
    const burst = await loadFromOutside([secure, ...BURST], true);
    const admissible = { least: 100, most: 100 + Math.ceil(burst.seconds * clock.speed * 10) };
    return { burst, admissible, neighbourAlone, neighbourBeside: await beside };
  } finally {
    await gateway.stop();
  }
}

/** A third of the processor that others get. With a hundredth (`PRIORITY_LOW`) it stands still on a busy machine. */
const givesWay = 5;

/**
 * A load from a process of its own, so that two callers do not share a thread with one another or the gateway. A
 * burst comes from elsewhere: where `elsewhere`, its caller gives way to the gateway and the neighbour, who would
 * otherwise wait for the processors that 1 000 connects of this very machine take.
 */
async function loadFromOutside(flags: readonly string[], elsewhere = false): Promise<LoadReport> {
  const main = new URL('../../../src/operate/cli/portcullis.ts', import.meta.url).pathname;
  const running = promisify(execFile)(process.execPath, [main, 'load', ...flags, '--json']);
  const { pid } = running.child;
  if (elsewhere && pid !== undefined) setPriority(pid, givesWay);
  return JSON.parse((await running).stdout) as LoadReport;
}

interface Gateway {
  readonly clock: Clock;
  urlOf(output: string): string;
  limitedAddresses(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

async function start(files: readonly string[], clock: Clock): Promise<Gateway> {
  const supervisor = await Supervisor.start({
    source: filesSource(files),
    folder: ephemeralFolder(),
    clock,
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    workers: 2,
    adminHost: '127.0.0.1',
    httpsPort: null,
    endpointPort: 0,
    consolePort: 0,
    allowedHosts: [],
    watch: false,
  });
  const { definition, addresses } = supervisor;
  return {
    clock,
    urlOf(key) {
      const { value } = definition.stacks.flatMap((s) => s.outputs).find((o) => o.key === key)!;
      const { host, pathname } = new URL(value);
      return `${addresses.dataPlane}/_aws/execute-api/${host.split('.')[0]}${pathname}`;
    },
    async limitedAddresses() {
      const acl = definition.webAcls[0]!;
      const answer = await fetch(addresses.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSWAF_20190729.GetRateBasedStatementManagedKeys',
        },
        body: JSON.stringify({
          Scope: 'REGIONAL',
          WebACLName: acl.name,
          WebACLId: acl.aclId,
          RuleName: acl.rules[0]!.name,
        }),
      });
      const said = (await answer.json()) as { ManagedKeysIPV4: { Addresses: string[] } };
      return said.ManagedKeysIPV4.Addresses;
    },
    stop: () => supervisor.stop(5000),
  };
}
