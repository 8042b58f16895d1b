import type { Note } from '../../base/note.ts';
import type { Health as Observed } from '../../observe/observe.ts';
import type { Standing } from '../certificates/acme/renewals.ts';
import { type IssuerTrouble, troubleReason } from './issuer-log.ts';

/** How the last reading of the definition went. */
export interface Reload {
  /** Wall-clock time, ISO 8601. */
  readonly at: string;
  readonly ok: boolean;
  readonly generation: number;
  readonly notes: readonly Note[];
}

/** What `/healthz` says. */
export interface Health {
  /** ok: all is well. degraded: it serves, and something is wrong. stopping: it drains. down: no worker listens. */
  readonly status: 'ok' | 'degraded' | 'stopping' | 'down';
  /** Why it is not ok, in sentences. */
  readonly reasons: readonly string[];
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly generation: number;
  readonly source: string;
  readonly workers: { readonly wanted: number; readonly running: number; readonly replaced: number };
  readonly functionProcesses: number;
  /** The shared memory that limits live in. */
  readonly limitBytes: number;
  readonly observed: Observed;
  /** Why how far quotas are used up cannot be written down; '' when it can. */
  readonly stateFailing: string;
  /** Issuers that cannot be asked now. */
  readonly issuersFailing: readonly IssuerTrouble[];
  /** How the domains stand whose certificates come from an authority (ACME). */
  readonly certificates: readonly Standing[];
  /** Null before the first one. */
  readonly lastReload: Reload | null;
}

/** The status, and why, from what is known. */
export function judged(known: Omit<Health, 'status' | 'reasons'>, stopping: boolean): Health {
  const { workers, observed, lastReload } = known;
  const reasons: string[] = [];
  if (workers.running < workers.wanted) {
    reasons.push(
      `${workers.wanted - workers.running} of ${workers.wanted} workers are starting or being replaced`,
    );
  }
  const half = lastReload?.notes.filter((note) => note.code === 'definition.half-applied') ?? [];
  for (const note of half) reasons.push(`generation ${known.generation}: ${note.message}`);
  if (lastReload !== null && !lastReload.ok && half.length === 0) {
    const errors = lastReload.notes.filter((note) => note.level === 'error').length;
    reasons.push(
      `the definition read at ${lastReload.at} has ${errors} error${errors === 1 ? '' : 's'} and was refused; generation ${known.generation} stays in force`,
    );
  }
  if (observed.journal.state !== 'ok') reasons.push(`the journal: ${observed.journal.because}`);
  if (observed.journal.putAside !== '') {
    reasons.push(
      `the journal was damaged: it is kept as ${observed.journal.putAside}, and a new one was begun`,
    );
  }
  if (known.stateFailing !== '')
    reasons.push(`quotas hold, but how far they are used up cannot be written down: ${known.stateFailing}`);
  for (const trouble of known.issuersFailing) reasons.push(troubleReason(trouble));
  for (const { domain, state, problem, notAfter, next } of known.certificates) {
    const shown =
      state === 'development'
        ? `${domain} shows a development certificate`
        : state === 'expired'
          ? `the certificate of ${domain} ran out at ${notAfter}`
          : `the certificate of ${domain} is good until ${notAfter} and could not be renewed`;
    const asked = next === '' ? 'its own is being asked for' : `its own is asked for at ${next}`;
    const why = problem === '' ? asked : `${problem}; next attempt at ${next}`;
    if (state !== 'in-force' || problem !== '') reasons.push(`${shown}: ${why}`);
  }
  for (const file of observed.logsFailing)
    reasons.push(`the log ${file.path} cannot be written: ${file.state}`);
  const status = stopping
    ? 'stopping'
    : workers.running === 0
      ? 'down'
      : reasons.length > 0
        ? 'degraded'
        : 'ok';
  return { status, reasons, ...known };
}
