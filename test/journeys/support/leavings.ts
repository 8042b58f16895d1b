import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JournalReader } from '../../../src/observe/journal/journal-reader.ts';
import type { StoredRefusal } from '../../../src/observe/journal/rows.ts';
import type { TestGateway } from '../../gateway.ts';
import { eventually } from '../../waiting.ts';

/** What a fault may leave behind in a gateway that has met it. */
export interface Leavings {
  /** Requests that were sent. */
  readonly requests: number;
  /** Events that found their ring full; none unless the test is about that. */
  readonly lost?: number;
  /** Workers that died; none unless the test ends them. Whatever nobody caught in a worker is one too. */
  readonly deaths?: number;
}

/**
 * Ends a gateway and asserts that the faults it met left nothing: one event for each request, in the report as
 * well; no worker died; no connection stays open; no process outlives it. The callers must have closed.
 */
export async function leavesNothing(gateway: TestGateway, left: Leavings): Promise<void> {
  const { requests, lost = 0, deaths = 0 } = left;
  const { observer } = gateway.supervisor;
  await recorded(gateway, requests - lost);
  const port = Number(new URL(gateway.url).port);
  await eventually(
    () => openConnections(port) === 0,
    () => `${openConnections(port)} connections stay open`,
  );
  const { events: seen, eventsLost, eventsFailed } = observer.health();
  assert.deepEqual(
    { events: seen, eventsLost, eventsFailed },
    { events: requests - lost, eventsLost: lost, eventsFailed: 0 },
  );
  assert.equal(reported(observer.journal), requests - lost, 'the report counts the same');
  assert.equal(gateway.supervisor.crew!.replaced, deaths, 'workers that died');
  const children = childrenOf(process.pid);
  await gateway.close();
  await eventually(
    () => !children.some(lives),
    () => `processes ${children.filter(lives)} live on`,
  );
}

/** Waits until so many events have been recorded. */
export async function recorded(gateway: TestGateway, events: number): Promise<void> {
  const { observer } = gateway.supervisor;
  const seen = (): number => {
    observer.poll();
    return observer.health().events;
  };
  await eventually(
    () => seen() >= events,
    () => `${seen()} events of ${events} requests`,
  );
}

/** Requests that a journal has counted. */
export function reported(journal: JournalReader): number {
  let sum = 0;
  for (const row of journal.rows(0, 8.64e15)) if (row.of === 'outcome') sum += row.count;
  return sum;
}

/** What was kept of the refusal of a request. Its event comes a moment after its answer. */
export async function refusalOf(gateway: TestGateway, requestId: string | undefined): Promise<StoredRefusal> {
  const { observer } = gateway.supervisor;
  const find = (): StoredRefusal | null => {
    observer.poll();
    return observer.find(requestId ?? '');
  };
  await eventually(
    () => find() !== null,
    () => `no refusal is kept of ${requestId}`,
  );
  return find()!;
}

/** What was kept of all refusals, the newest first. */
export function refusals(gateway: TestGateway): StoredRefusal[] {
  gateway.supervisor.observer.poll();
  return gateway.supervisor.observer.journal.recent(1000);
}

/** Connections whose local port this is and that we have not closed: established, or closed by the peer alone. */
export function openConnections(port: number): number {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  let count = 0;
  for (const file of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, local, , state] = line.trim().split(/\s+/);
      if (local?.endsWith(`:${wanted}`) && (state === '01' || state === '08')) count++;
    }
  }
  return count;
}

/** The processes that a process has started and that live. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => fieldOf(child, 1) === String(pid));
}

/** Whether a process is there and is more than an exit code that nobody has asked for. */
export function lives(pid: number): boolean {
  const state = fieldOf(pid, 0);
  return state !== '' && state !== 'Z';
}

/** A field of /proc/pid/stat (proc(5)) behind the name; '' when there is no such process. */
function fieldOf(pid: number, index: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index] ?? '';
  } catch {
    return '';
  }
}
