import { readdirSync, readFileSync } from 'node:fs';

/** A process that has started more than so many is looked at no further. */
const mostDescendants = 1_000;

/**
 * The memory that processes hold together, in bytes; 0 where the system does not say (only Linux does, in /proc). What
 * they share counts once where counting it for each would pass `most`.
 */
export function heldBytes(pids: readonly number[], most: number): number {
  const resident = sumOf(pids, 'status', /^VmRSS:\s+(\d+) kB$/m);
  if (pids.length === 1 || resident <= most) return resident;
  // A fork shares nearly all with its parent. To find out what takes the system milliseconds.
  return sumOf(pids, 'smaps_rollup', /^Pss:\s+(\d+) kB$/m) || resident;
}

/** The processes that a process has started, and those that they have; none where the system does not say. */
export function descendantsOf(pid: number): number[] {
  const found: number[] = [];
  const parents = [pid];
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    for (const child of childrenOf(parent)) {
      if (found.length === mostDescendants) return found;
      found.push(child);
      parents.push(child);
    }
  }
  return found;
}

function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks).flatMap((task) =>
      said(`${tasks}/${task}/children`)
        .split(' ')
        .filter((child) => child !== '')
        .map(Number),
    );
  } catch {
    return [];
  }
}

function sumOf(pids: readonly number[], file: string, kilobytes: RegExp): number {
  let sum = 0;
  for (const pid of pids) sum += Number(kilobytes.exec(said(`/proc/${pid}/${file}`))?.[1] ?? 0) * 1024;
  return sum;
}

function said(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
