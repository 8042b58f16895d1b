// The whole story: `npm run experiment` in under a minute on a faster clock, `-- --real` at wall-clock speed.
import { styleText } from 'node:util';
import type { LoadReport } from '../../../src/operate/load/report.ts';
import { burstAct, rateAct } from './acts.ts';
import { asked, usage } from './asked.ts';
import { burstFindings, count, type Finding, rateFindings } from './findings.ts';

const wish = asked(process.argv.slice(2));
if (wish.end !== undefined) {
  (wish.end === 0 ? console.log : console.error)(wish.says === '' ? usage : `${wish.says}\n\n${usage}`);
  process.exit(wish.end);
}
const { speed } = wish;
const style = (format: 'bold' | 'dim' | 'green' | 'red', text: string): string =>
  process.stdout.isTTY === true && process.env.NO_COLOR === undefined ? styleText(format, text) : text;
const tell = (text: string): void => console.log(style('dim', `  … ${text}`));

console.log(
  style(
    'bold',
    `A rate-based rule of 133 in five minutes${speed === 1 ? '' : `, on a clock ${speed} times as fast`}`,
  ),
);
const rate = await rateAct(speed, tell);
sideBySide([
  ['', 'unthrottled', 'secure'],
  ['requests', rate.unthrottled.sent, rate.secure.sent],
  ['200', count(rate.unthrottled, 200), count(rate.secure, 200)],
  ['403 Forbidden', count(rate.unthrottled, 403), count(rate.secure, 403)],
  ['first 403 after', firstRefusal(rate.unthrottled), firstRefusal(rate.secure)],
  ['p99', `${rate.unthrottled.latencyMs.p99} ms`, `${rate.secure.latencyMs.p99} ms`],
]);
const rateSeen = rateFindings(rate);
print(rateSeen);

console.log(style('bold', '\nA stage throttle of 10 a second and 100 at once'));
const burst = await burstAct(tell);
sideBySide([
  ['', 'neighbour alone', 'neighbour beside', 'the burst'],
  ['requests', burst.neighbourAlone.sent, burst.neighbourBeside.sent, burst.burst.sent],
  ['200', count(burst.neighbourAlone, 200), count(burst.neighbourBeside, 200), count(burst.burst, 200)],
  ['429 Too Many Requests', 0, count(burst.neighbourBeside, 429), count(burst.burst, 429)],
  ...(['p50', 'p99'] as const).map((p) => [
    p,
    `${burst.neighbourAlone.latencyMs[p]} ms`,
    `${burst.neighbourBeside.latencyMs[p]} ms`,
    `${burst.burst.latencyMs[p]} ms`,
  ]),
]);
const burstSeen = burstFindings(burst);
print(burstSeen);
process.exitCode = [...rateSeen, ...burstSeen].every((f) => f.holds) ? 0 : 1;
if (count(rate.unthrottled, 200) < rate.unthrottled.sent && speed > 1) {
  console.log(
    `\nThis machine was too busy for ${5 * speed} functions a second: npm run experiment -- --speed 20`,
  );
}

function firstRefusal(report: LoadReport): string {
  const row = report.codes.find(({ status }) => status === 403);
  return row === undefined ? 'never' : `${row.firstSeconds} s`;
}

function sideBySide(rows: readonly (readonly (string | number)[])[]): void {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
  console.log();
  for (const row of rows) {
    const cells = row.map((cell, i) =>
      i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!),
    );
    console.log(`    ${cells.join('   ')}`);
  }
  console.log();
}

function print(findings: readonly Finding[]): void {
  for (const { claim, seen, holds } of findings) {
    console.log(`  ${holds ? style('green', '✓') : style('red', '✗')} ${claim}\n    ${style('dim', seen)}`);
  }
}
