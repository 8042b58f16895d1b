import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defaultLimits, LogFile } from '../../../src/observe/logs/log-file.ts';
import { LogFolder, safePath } from '../../../src/observe/logs/log-folder.ts';
import { temporaryFolder } from '../../folders.ts';

const folder = temporaryFolder({ after });

test('lines are appended, in order, to what is there', async () => {
  const path = join(folder, 'a', 'b.log');
  for (const half of [0, 1]) {
    const file = new LogFile(path);
    for (let i = 0; i < 100; i++) file.append(`line ${half * 100 + i} ü`);
    await file.close();
  }
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines,
    Array.from({ length: 200 }, (_, i) => `line ${i} ü`),
  );
});

test('a file past its size is put aside, and only so many are kept', async () => {
  const path = join(folder, 'rotated.log');
  const file = new LogFile(path, { ...defaultLimits, maxBytes: 100, kept: 2 });
  for (let i = 0; i < 6; i++) {
    file.append(`${i}`.repeat(120));
    await file.flush();
  }
  await file.close();
  assert.equal(readFileSync(`${path}.1`, 'utf8'), `${'5'.repeat(120)}\n`);
  assert.equal(readFileSync(`${path}.2`, 'utf8'), `${'4'.repeat(120)}\n`);
  assert.ok(!existsSync(`${path}.3`) && !existsSync(path));
});

test('a file that was moved is opened by its name again when asked', async () => {
  const path = join(folder, 'moved.log');
  const file = new LogFile(path);
  file.append('one');
  await file.flush();
  renameSync(path, `${path}.old`);
  file.reopen();
  file.append('two');
  await file.close();
  assert.equal(readFileSync(`${path}.old`, 'utf8'), 'one\n');
  assert.equal(readFileSync(path, 'utf8'), 'two\n');
});

test('a full disk drops lines, counts them, says so, and recovers', async () => {
  const path = join(folder, 'full.log');
  symlinkSync('/dev/full', path);
  const file = new LogFile(path);
  for (let i = 0; i < 10; i++) file.append('x'.repeat(50));
  await file.flush();
  assert.deepEqual({ dropped: file.dropped, state: file.state }, { dropped: 10, state: 'ENOSPC' });
  rmSync(path);
  file.append('again');
  await file.close();
  assert.equal(file.state, 'ok');
  assert.equal(readFileSync(path, 'utf8'), 'again\n');
});

test('a file that cannot be opened drops lines and counts them', async () => {
  writeFileSync(join(folder, 'not-a-folder'), '');
  const file = new LogFile(join(folder, 'not-a-folder', 'x.log'));
  file.append('one');
  await file.flush();
  file.append('two');
  await file.close();
  assert.equal(file.dropped, 2);
  assert.notEqual(file.state, 'ok');
});

test('a folder without write access drops lines, counts them, and goes on once it is given', async () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o755 });
  chmodSync(closed, 0o555);
  chmodSync(folder, 0o755);
  const file = new LogFile(join(closed, 'x.log'));
  file.append('one');
  // Root may write everywhere: be somebody else for as long as it takes.
  const root = process.geteuid!() === 0;
  if (root) process.seteuid!(65_534);
  try {
    await file.flush();
  } finally {
    if (root) process.seteuid!(0);
  }
  assert.deepEqual({ dropped: file.dropped, state: file.state }, { dropped: 1, state: 'EACCES' });
  chmodSync(closed, 0o755);
  file.append('two');
  await file.close();
  assert.equal(file.state, 'ok');
  assert.equal(readFileSync(join(closed, 'x.log'), 'utf8'), 'two\n');
});

test('lines that the disk is too slow for are dropped, not piled up', async () => {
  const file = new LogFile(join(folder, 'slow.log'), { ...defaultLimits, maxPending: 100 });
  for (let i = 0; i < 10; i++) file.append('x'.repeat(40));
  assert.equal(file.dropped, 8);
  await file.close();
});

test('no name of a group or stream leads out of the folder', () => {
  assert.equal(safePath('/aws/lambda/greeter'), 'aws/lambda/greeter');
  assert.equal(safePath('../../etc/passwd'), '__/__/etc/passwd');
  assert.equal(safePath('2026/11/22/[$LATEST]0a'), '2026/11/22/[$LATEST]0a');
  assert.equal(safePath('a\u0000b\n/./c'), 'a_b_/_/c');
});

test('streams that come and go do not keep their files open', async () => {
  const logs = new LogFolder(join(folder, 'many'));
  for (let i = 0; i < 200; i++) logs.append('/aws/lambda/f', `stream-${i}.log`, `line ${i}`);
  await logs.close();
  for (const i of [0, 99, 199]) {
    assert.equal(readFileSync(join(folder, 'many/aws/lambda/f', `stream-${i}.log`), 'utf8'), `line ${i}\n`);
  }
});

test('a file that was removed is made anew, and what was to be written stands in it', async () => {
  const path = join(folder, 'removed', 'x.log');
  const file = new LogFile(path);
  file.append('one');
  await file.flush();
  rmSync(join(folder, 'removed'), { recursive: true });
  file.append('two');
  await file.flush();
  assert.equal(readFileSync(path, 'utf8'), 'two\n');
  assert.equal(statSync(join(folder, 'removed')).mode & 0o007, 0, 'and nobody else looks into the folder');
  rmSync(path);
  mkdirSync(path);
  file.append('three');
  await file.flush();
  assert.deepEqual({ dropped: file.dropped, state: file.state }, { dropped: 1, state: 'EISDIR' });
  rmSync(path, { recursive: true });
  file.append('four');
  await file.close();
  assert.equal(readFileSync(path, 'utf8'), 'four\n');
  assert.deepEqual({ dropped: file.dropped, state: file.state }, { dropped: 1, state: 'ok' });
});

test('a pipe in the place of the file is written as far as somebody reads it, and never waited for', async () => {
  const path = join(folder, 'pipe.log');
  assert.equal(spawnSync('mkfifo', [path]).status, 0);
  const file = new LogFile(path, { ...defaultLimits, maxBytes: 100_000 });
  file.append('nobody reads');
  await file.flush();
  assert.deepEqual({ dropped: file.dropped, state: file.state }, { dropped: 1, state: 'ENXIO' });
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  file.append('one');
  await file.flush();
  const bytes = Buffer.alloc(200_000);
  const read = (): number => {
    try {
      return readSync(reader, bytes);
    } catch {
      return 0;
    }
  };
  assert.equal(bytes.toString('utf8', 0, read()), 'one\n');
  // A pipe holds 64 KB.
  for (let i = 0; i < 200; i++) file.append('x'.repeat(999));
  await file.flush();
  assert.equal(file.state, 'EAGAIN');
  assert.ok(file.dropped > 100 && file.dropped < 200, `${file.dropped}`);
  while (read() > 0);
  for (let i = 0; i < 3; i++) {
    for (let line = 0; line < 60; line++) file.append('y'.repeat(999));
    await file.flush();
    while (read() > 0);
  }
  assert.equal(file.state, 'ok');
  assert.ok(statSync(path).isFIFO(), 'it is not put aside, however much went through it');
  await file.close();
  closeSync(reader);
});

test('of streams that come and go the newest are kept, by number and by size, also of those of former runs', async () => {
  const root = join(folder, 'streams');
  const streams = { files: 20, bytes: 10_000, every: 5 };
  const named = (n: number): string => `[$LATEST]${n.toString(16).padStart(32, '0')}.log`;
  const streamsOf = (fn: string): string[] =>
    readdirSync(join(root, fn), { recursive: true, encoding: 'utf8' }).filter((f) => f.includes('LATEST'));
  mkdirSync(join(root, 'aws/lambda/small'), { recursive: true });
  writeFileSync(join(root, 'aws/lambda/small/prod.log'), '');
  for (const run of [0, 1]) {
    const logs = new LogFolder(root, defaultLimits, streams);
    for (let i = 0; i < 103; i++) {
      logs.append('/aws/lambda/small', `day${i % 3}/${named(run * 1000 + i)}`, 'x');
      logs.append('/aws/lambda/large', `day/${named(run * 1000 + i)}`, 'x'.repeat(1_999));
      await logs.flush();
    }
    await logs.close();
    const left = streamsOf('aws/lambda/small');
    assert.ok(left.length >= 20 && left.length <= 25, `${left.length} are left`);
    assert.ok(existsSync(join(root, 'aws/lambda/small/day0', named(run * 1000 + 102))));
    const large = streamsOf('aws/lambda/large').length;
    assert.ok(large >= 5 && large <= 10, `${large} large ones are left`);
  }
  const other = new LogFolder(root, defaultLimits, { ...streams, files: 1 });
  other.append('/aws/lambda/large', named(5_000), 'x');
  other.lasting('', 'stays.log')!.append('x');
  await other.close();
  assert.ok(existsSync(join(root, 'stays.log')));
  assert.ok(streamsOf('aws/lambda/large').length <= 2);
  assert.ok(streamsOf('aws/lambda/small').length >= 20, 'of another function');
  assert.ok(existsSync(join(root, 'aws/lambda/small/prod.log')), 'what is no stream of a process stays');
});
