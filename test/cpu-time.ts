/** The kernel counts a thread's time in ticks of some milliseconds: what is shorter is done again until it shows. */
const shownMicroseconds = 40_000;

/**
 * The microseconds of processor time that this thread takes for it once. What waits for a processor on a busy machine
 * is not counted. It is run at least once, and for some 40 ms in all.
 */
export function cpuTime(run: () => void): number {
  const before = taken();
  let runs = 0;
  do {
    run();
    runs++;
  } while (taken() - before < shownMicroseconds);
  return (taken() - before) / runs;
}

function taken(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
