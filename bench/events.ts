// What an event costs: to record in the worker, and to read in the supervisor.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAddress } from '../src/base/address.ts';
import { Clock } from '../src/base/clock.ts';
import { PASS } from '../src/base/decision.ts';
import { Exchange } from '../src/base/exchange.ts';
import { makeRing } from '../src/base/ring.ts';
import type { Wire } from '../src/base/wire.ts';
import { Recorder } from '../src/guard/record/record.ts';
import { RingReader } from '../src/observe/events/ring.ts';
import { Observer } from '../src/observe/observe.ts';
import { definition } from '../test/units/observe/definition.ts';

const wire: Partial<Wire> = { sentBodyBytes: 120, receivedBytes: 0 };
const client = parseAddress('203.0.113.7')!;
const headers = [
  'Host',
  'api.example.com',
  'User-Agent',
  'Mozilla/5.0 (X11; Linux x86_64) bench/1.0',
  'Accept',
  '*/*',
];

/** A plain request that passed, as every one of a batch. */
function request(): Exchange {
  const x = new Exchange(
    '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f',
    Date.now(),
    {
      method: 'GET',
      target: '/prod/pets/7?name=x',
      headers,
      protocol: 'HTTP/1.1',
      client,
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

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const observer = new Observer({ clock: Clock.running(), data: folder });
observer.apply(definition({ destinationArn: 'arn:aws:logs:us-east-1:0:log-group:access', format: '' }));
observer.attach(ring, 0);
const observeNs: number[] = [];
for (let round = 0; round < rounds; round++) {
  for (let i = 0; i < batch; i++) recorder.record(x, PASS);
  const t0 = process.hrtime.bigint();
  observer.poll();
  observeNs.push(Number(process.hrtime.bigint() - t0) / batch);
  await new Promise(setImmediate);
}
await observer.close();
rmSync(folder, { recursive: true });
console.log(`logs, metrics, tallies and all  ${median(observeNs).toFixed(0)} ns`);
if (sum !== batch * rounds * 200 || reader.lost > 0) throw new Error('events went missing');
