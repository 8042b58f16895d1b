// What asking an IP set of 10 000 blocks costs, and what reading it once does; the same of the autonomous systems.
//   node bench/ip-set.ts
import { type Address, parseAddress } from '../src/base/address.ts';
import { IpRanges } from '../src/guard/decide/waf/addresses/ip-ranges.ts';
import { placesIn } from '../src/guard/decide/waf/addresses/places.ts';
import { SharedCells } from '../src/operate/supervise/cells.ts';
import { median } from './support/rounds.ts';

const most = 300;
const random = (below: number): number => Math.floor(Math.random() * below);
const hex = (): string => random(65_536).toString(16);

const four = Array.from(
  { length: 10_000 },
  () => `${1 + random(223)}.${random(256)}.${random(256)}.0/${20 + random(13)}`,
);
const six = Array.from({ length: 10_000 }, () => `2001:${hex()}:${hex()}::/${40 + random(25)}`);
const clients4 = Array.from(
  { length: 10_000 },
  () => parseAddress([0, 0, 0, 0].map(() => random(256)).join('.'))!,
);
// Half of them in a block: by chance hardly one would be.
const clients6 = Array.from({ length: 10_000 }, (_, i) =>
  parseAddress(i % 2 === 0 ? `2001:${hex()}:${hex()}::${hex()}` : six[random(10_000)]!.split('/')[0]!),
) as Address[];

for (const [name, blocks, clients] of [
  ['IPv4', four, clients4],
  ['IPv6', six, clients6],
] as [string, string[], Address[]][]) {
  const began = performance.now();
  const ranges = IpRanges.of(blocks);
  const madeMs = performance.now() - began;
  const ns = each(clients, (client) => ranges.has(client));
  tell(`a set of 10 000 ${name} blocks`, ns, `made in ${madeMs.toFixed(0)} ms`);
}

const cells = new SharedCells();
const { cells: given, settle } = cells.layOut();
const began = performance.now();
const system = placesIn({}, given).systems();
const readMs = performance.now() - began;
settle();
const joined = performance.now();
placesIn({}, (id) => cells.laid.get(id)!).systems();
const joinedMs = performance.now() - joined;
const memory = `read in ${readMs.toFixed(0)} ms, ${(cells.bytes / 1e6).toFixed(1)} MB for all workers, each of which takes it up in ${joinedMs.toFixed(1)} ms`;
for (const [name, clients] of [
  ['IPv4', clients4],
  ['IPv6', clients6],
] as const)
  tell(
    `the system of an ${name} address`,
    each(clients, (client) => system(client) > 0),
    memory,
  );

/** Nanoseconds of one question, the median of twenty rounds; infinite when none was answered with yes. */
function each(clients: readonly Address[], asked: (client: Address) => boolean): number {
  const rounds: number[] = [];
  let yes = 0;
  for (let round = 0; round < 25; round++) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < clients.length; i++) if (asked(clients[i]!)) yes++;
    if (round >= 5) rounds.push(Number(process.hrtime.bigint() - from) / clients.length);
  }
  return yes > 0 ? median(rounds) : Number.POSITIVE_INFINITY;
}

function tell(what: string, ns: number, more: string): void {
  const good = ns < most;
  console.log(`${good ? 'ok    ' : 'MISSED'} ${what}: ${ns.toFixed(0)} ns (under ${most} ns), ${more}`);
  if (!good) process.exitCode = 1;
}
