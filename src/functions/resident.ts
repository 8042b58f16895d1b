import { readFileSync } from 'node:fs';

/** The memory a process holds, in bytes; 0 where the system does not say (only Linux does, in /proc). */
export function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
