// What the default rule groups cost amid traffic of all kinds: each request on a connection of its own and read from its
// bytes, a browser's GET and bodies of JSON by themselves and between the plain requests of the trials. What the engine
// has learned from one kind alone makes it faster than it ever is in service.
//   node bench/inspect-mixed.ts         under the flags that the gateway sets
//   node bench/inspect-mixed.ts 4       with so many forms of a string kept apart (V8's own: 4)
import '../src/operate/compile-cache.mjs';
import { setFlagsFromString } from 'node:v8';
import { parseAddress } from '../src/base/address.ts';
import { PASS } from '../src/base/decision.ts';
import type { Wire } from '../src/base/wire.ts';
import { parseHead } from '../src/guard/accept/head.ts';
import { defaultLimits } from '../src/guard/accept/limits.ts';
import { Peer } from '../src/guard/accept/peer.ts';
import type { Shared } from '../src/guard/accept/shared.ts';
import type { Sent } from '../test/corpora/report/default-set.ts';
import { pieces, requestOf } from '../test/corpora/report/requests.ts';
import { median } from './support/rounds.ts';
import { requests } from './support/waf-requests.ts';

if (process.argv[2] !== undefined)
  setFlagsFromString(`--max-valid-polymorphic-map-count=${Number(process.argv[2])}`);
// Loaded under the flags.
const { defaultGroups, withRules } = await import('../test/default-groups.ts');
const { Clock } = await import('../src/base/clock.ts');

/** A request as it arrives. */
interface Arriving {
  readonly head: Buffer;
  readonly body: Buffer;
}

const named = /^host$/i;

function arriving({ method = 'GET', target = '/', headers = [], body = '' }: Sent): Arriving {
  const all = headers.some((name, i) => i % 2 === 0 && named.test(name))
    ? headers
    : ['Host', 'a.example', ...headers];
  const lines: string[] = [];
  for (let i = 0; i < all.length; i += 2) lines.push(`${all[i]}: ${all[i + 1]}\r\n`);
  return {
    head: Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
    body: Buffer.from(body),
  };
}

const ours = requests
  .filter(({ name }) => name !== 'get-new')
  .map((asked) => [asked.name, arriving(asked)] as const);
const plain = ['fourteenth', 'fifteenth', 'sixteenth', 'seventeenth'].flatMap((set) =>
  pieces(`${set}.plain-requests`).map(({ text }) => arriving(requestOf(text))),
);
const client = parseAddress('203.0.113.7')!;
const shared = { clock: Clock.byHand() } as unknown as Shared;
const rounds = 8_000;

/** Microseconds of a request's way through the groups, and whether it passed. */
function cost(decide: ReturnType<typeof withRules>, { head, body }: Arriving): readonly [number, boolean] {
  const read = parseHead(head.toString('latin1'), true, defaultLimits);
  const x = new Peer(client, 1, 80, []).exchange(read, head.length, null as unknown as Wire, shared);
  x.stagePath = x.path;
  x.inner = x.path;
  if (body.length > 0) {
    x.prefix = body;
    x.prefixWhole = true;
  }
  const start = process.hrtime.bigint();
  const passed = decide(x) === PASS;
  return [Number(process.hrtime.bigint() - start) / 1_000, passed];
}

function measure(title: string, others: readonly Arriving[]): void {
  const decide = withRules(defaultGroups);
  const times = new Map<string, number[]>(ours.map(([name]) => [name, []]));
  const between: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const warm = round >= rounds / 2;
    for (const [name, request] of ours) {
      if (others.length > 0) {
        const [micros] = cost(decide, others[(round * ours.length + between.length) % others.length]!);
        if (warm) between.push(micros);
      }
      const [micros, passed] = cost(decide, request);
      if (!passed) throw new Error(`${name} is refused`);
      if (warm) times.get(name)!.push(micros);
    }
  }
  const shown = [...times].map(([name, micros]) => `${name} ${median(micros).toFixed(0)} µs`);
  if (between.length > 0)
    shown.push(
      `the others ${(between.reduce((sum, micros) => sum + micros, 0) / between.length).toFixed(0)} µs on average`,
    );
  console.log(`${title.padEnd(46)} ${shown.join(', ')}`);
}

// By themselves first: what was learned from others is not forgotten.
measure('by themselves', []);
measure(`between ${plain.length} plain requests of all kinds`, plain);
