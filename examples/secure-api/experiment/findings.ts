import type { LoadReport } from '../../../src/operate/load/report.ts';
import type { BurstAct, RateAct } from './acts.ts';

/** One thing the experiment shows: what must hold, what was seen, and whether it held. */
export interface Finding {
  readonly claim: string;
  readonly seen: string;
  readonly holds: boolean;
}

export const count = (report: LoadReport, status: number): number =>
  report.codes.find((row) => row.status === status)?.count ?? 0;

export function rateFindings(act: RateAct): Finding[] {
  const { unthrottled, secure } = act;
  const list = (addresses: readonly string[]): string => addresses.join(', ') || 'nobody';
  return [
    {
      claim: 'the unthrottled API answers all 1 500 with 200',
      seen: `${count(unthrottled, 200)} × 200`,
      holds: unthrottled.sent === 1500 && count(unthrottled, 200) === 1500,
    },
    {
      claim: 'the secure API answers 133 with 200, and refuses the rest with 403',
      seen: secure.codes.map((row) => `${row.count} × ${row.status}`).join(', '),
      holds: count(secure, 200) === 133 && count(secure, 403) === 1367,
    },
    {
      claim: 'the refusal says {"message":"Forbidden"}',
      seen: act.refusedBody,
      holds: act.refusedBody === '{"message":"Forbidden"}',
    },
    {
      claim: 'the AWS endpoint names the blocked address while it is blocked',
      seen: list(act.namedDuring),
      holds: list(act.namedDuring) === '127.0.0.1/32',
    },
    {
      claim: 'the address is released by itself once the window allows',
      seen: `${Math.round(act.releasedAfter)} s after the last request; named then: ${list(act.namedAfter)}`,
      holds: act.releasedAfter > 200 && act.releasedAfter < 400 && act.namedAfter.length === 0,
    },
  ];
}

export function burstFindings({ burst, admissible, neighbourAlone, neighbourBeside }: BurstAct): Finding[] {
  const passed = count(burst, 200);
  const refused = count(burst, 429);
  // Where this machine is so slow that none of the first 100 has ended when the bucket refills, the function's
  // reserved concurrency of 100 is in use, and the next call is a 500, as on AWS: the throttle let it pass. There can
  // be no more of them than tokens that came in meanwhile.
  const crowded = count(burst, 500);
  const admitted = passed + crowded;
  const calm = (report: LoadReport): boolean => count(report, 200) === report.sent;
  return [
    {
      claim: 'of 1 000 at once, the bucket of 100 and what refills meanwhile pass; the rest get 429',
      seen: `${passed} × 200, ${refused} × 429${crowded > 0 ? `, ${crowded} × 500 past the function’s concurrency` : ''} (${admissible.least} to ${admissible.most} could pass)`,
      holds:
        passed >= admissible.least &&
        admitted <= admissible.most &&
        crowded <= admissible.most - admissible.least &&
        admitted + refused === 1000,
    },
    {
      claim: 'the neighbour on the unthrottled API is answered throughout',
      seen: `p99 ${neighbourAlone.latencyMs.p99} ms alone, ${neighbourBeside.latencyMs.p99} ms beside the burst`,
      holds: calm(neighbourAlone) && calm(neighbourBeside),
    },
  ];
}
