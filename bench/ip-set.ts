// What asking an IP set of 10 000 blocks costs, and what reading it once does.
//   node bench/ip-set.ts
import { type Address, parseAddress } from '../src/base/address.ts';
import { IpRanges } from '../src/guard/decide/waf/addresses/ip-ranges.ts';
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
  const rounds: number[] = [];
  let held = 0;
  for (let round = 0; round < 25; round++) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < clients.length; i++) if (ranges.has(clients[i]!)) held++;
    if (round >= 5) rounds.push(Number(process.hrtime.bigint() - from) / clients.length);
  }
  const ns = median(rounds);
  const good = ns < most && held > 0;
  console.log(
    `${good ? 'ok    ' : 'MISSED'} a set of 10 000 ${name} blocks: ${ns.toFixed(0)} ns (under ${most} ns), made in ${madeMs.toFixed(0)} ms`,
  );
  if (!good) process.exitCode = 1;
}
