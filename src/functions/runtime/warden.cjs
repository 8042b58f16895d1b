'use strict';
// Outlives a gateway that was killed, by a moment: ends the processes of its functions. They end by themselves
// when their pipe closes, but code that never returns does not see that. Reads `+pid` and `-pid` from standard input, a line each; standard input closes when the gateway has gone.
const pids = new Set();
let held = '';
process.stdin.on('data', (chunk) => {
  const lines = (held + chunk).split('\n');
  held = lines.pop();
  for (const line of lines) {
    if (line[0] === '+') pids.add(Number(line.slice(1)));
    else pids.delete(Number(line.slice(1)));
  }
});
process.stdin.on('close', () => {
  for (const pid of pids) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
});
