'use strict';
// Outlives a gateway that was killed, by a moment: ends the processes of its functions. They end by themselves
// when their pipe closes, but code that never returns does not see that. Reads `+pid mark` when one has begun and
// `-pid` when it has ended from standard input, a line each; standard input closes when the gateway has gone.
// What a process has started and that is no longer of its group has its mark in the environment still: it is ended, too.
const { readdirSync, readFileSync } = require('node:fs');

const settleMs = 50;
/** The marks of those that run, by the ids of their groups; and of those that have ended, until it is looked after them. */
const running = new Map();
const ended = new Set();
let timer = null;
let held = '';
process.stdin.on('data', (chunk) => {
  const lines = (held + chunk).split('\n');
  held = lines.pop();
  for (const line of lines) {
    const [pid, mark = ''] = line.slice(1).split(' ');
    if (line[0] === '+') running.set(Number(pid), mark);
    else over(Number(pid));
  }
});
process.stdin.on('close', () => {
  const killed = running.size > 0;
  for (const pid of running.keys()) {
    end(-pid);
    over(pid);
  }
  clearTimeout(timer);
  const marks = new Set(ended);
  sweep(ended);
  // What was about to be started when the group was ended has been by the second look.
  if (killed) setTimeout(() => sweep(marks), settleMs);
});

function over(pid) {
  ended.add(`AWS_LAMBDA_LOG_STREAM_NAME=${running.get(pid)}`);
  running.delete(pid);
  timer ??= setTimeout(() => sweep(ended), settleMs);
}

function sweep(marks) {
  timer = null;
  if (marks.size === 0) return;
  for (const pid of processes()) {
    if (environment(pid).some((variable) => marks.has(variable))) end(pid);
  }
  marks.clear();
}

function processes() {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

function environment(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
