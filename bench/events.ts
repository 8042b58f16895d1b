// What an event costs: to record in the worker, and to read in the supervisor.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAddress } from '../src/base/address.ts';
import { Clock } from '../src/base/clock.ts';
import { PASS, refuse } from '../src/base/decision.ts';
import { Exchange, type WafOutcome } from '../src/base/exchange.ts';
import { makeRing } from '../src/base/ring.ts';
import type { Wire } from '../src/base/wire.ts';
import { Recorder } from '../src/guard/record/record.ts';
import { RingReader } from '../src/observe/events/ring.ts';
import { Observer } from '../src/observe/observe.ts';
import { definition } from '../test/units/observe/definition.ts';

const wire: Partial<Wire> = { sentBodyBytes: 120, receivedBytes: 0 };
const limited: WafOutcome = {
  webAcl: 'waf/Acl',
  action: 'BLOCK',
  terminatingRule: 'rate',
  terminatingType: 'RATE_BASED',
  counted: [],
  rates: [{ rule: 'rate', key: '203.0.113.7' }],
};
const headers = [
  'Host',
  'api.example.com',
  'User-Agent',
  'Mozilla/5.0 (X11; Linux x86_64) bench/1.0',
  'Accept',
  '*/*',
];

/** A plain request that passed, as every one of a batch. */
function request(target = '/prod/pets/7?name=x', address = '203.0.113.7'): Exchange {
  const x = new Exchange(
    '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f',
    Date.now(),
    {
      method: 'GET',
      target,
      headers,
      protocol: 'HTTP/1.1',
      client: parseAddress(address)!,
      clientPort: 40_000,
      port: 8080,
      secure: false,
      headBytes: 200,
    },
    wire as Wire,
  );
  x.api = 'pets/Api';
  x.stage = 'pets/Prod';
  x.operation = 'pets/Get';
  x.resourcePath = '/pets/{id}';
  x.stagePath = x.path;
  x.status = 200;
  x.integrationStatus = 200;
  x.integrationMs = 2.5;
  return x;
}

const batch = 2_000;
const rounds = 100;
const ring = makeRing();
const recorder = new Recorder(ring, 0, Clock.running());
const reader = new RingReader(ring);
const x = request();
const recordNs: number[] = [];
const drainNs: number[] = [];
let sum = 0;
for (let round = 0; round < rounds; round++) {
  const t0 = process.hrtime.bigint();
  for (let i = 0; i < batch; i++) recorder.record(x, PASS);
  const t1 = process.hrtime.bigint();
  reader.drain((e) => (sum += e.status));
  const t2 = process.hrtime.bigint();
  recordNs.push(Number(t1 - t0) / batch);
  drainNs.push(Number(t2 - t1) / batch);
}
const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1]!;
console.log(`record a passed request        ${median(recordNs).toFixed(0)} ns`);
console.log(`drain and decode               ${median(drainNs).toFixed(0)} ns`);

console.log(`all logs, metrics and tallies   ${await observed('pass')}`);
console.log(`the same of blocks, and WAF log ${await observed('block')}`);
if (sum !== batch * rounds * 200 || reader.lost > 0) throw new Error('events went missing');

/** What an event costs the supervisor in all; every request of a flood has an address and path of its own. */
async function observed(what: 'pass' | 'block'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  const own = makeRing();
  const writer = new Recorder(own, 0, Clock.running());
  const observer = new Observer({ clock: Clock.running(), data: folder });
  observer.apply(definition({ destinationArn: 'arn:aws:logs:us-east-1:0:log-group:access', format: '' }));
  observer.attach(own, 0);
  const ns: number[] = [];
  const blocked = refuse('WAF_FILTERED', 'waf/Acl/rate');
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < batch; i++) {
      const y = request(`/prod/${round}/${i}`, `10.${round}.${i >> 8}.${i & 255}`);
      if (what === 'block') y.waf = limited;
      writer.record(y, what === 'block' ? blocked : PASS);
    }
    const t0 = process.hrtime.bigint();
    observer.poll();
    ns.push(Number(process.hrtime.bigint() - t0) / batch);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await observer.close();
  if (observer.health().events !== batch * rounds) throw new Error('events went missing');
  rmSync(folder, { recursive: true });
  ns.sort((a, b) => a - b);
  return `${ns[ns.length >> 1]!.toFixed(0)} ns (slowest poll of ${batch}: ${((ns.at(-1)! * batch) / 1e6).toFixed(1)} ms, journal included)`;
}
