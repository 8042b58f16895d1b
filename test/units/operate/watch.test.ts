import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, watch as tell, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Watch } from '../../../src/operate/supervise/watch.ts';
import { temporaryFolder } from '../../folders.ts';
import { timeByHand } from '../../time-by-hand.ts';
import { eventually } from '../../waiting.ts';

/** Longer than it takes from a change to its being told of, or found, and told on. */
const lookedMs = 1_500;

function watching(t: TestContext): {
  watch: Watch;
  next: () => Promise<void>;
  later: () => Promise<void>;
  quiet: () => Promise<void>;
} {
  const time = timeByHand(t);
  let changes = 0;
  const watch = new Watch(() => {
    changes++;
  });
  t.after(() => watch.close());
  const folder = temporaryFolder(t);
  let heard = '';
  const ear = tell(folder, (_event, name) => {
    heard = name ?? '';
  });
  t.after(() => ear.close());
  let asked = 0;
  /** The system tells of changes in their order: once it tells of one made now, it has told of all before. */
  const told = async (): Promise<void> => {
    const name = `${asked++}`;
    writeFileSync(join(folder, name), '');
    await eventually(() => heard === name);
  };
  let seen = 0;
  const changed = async (): Promise<void> => {
    await eventually(async () => {
      await told();
      time.pass(lookedMs);
      return changes > seen;
    });
  };
  return {
    watch,
    async next() {
      await changed();
      assert.equal(changes, ++seen);
    },
    async later() {
      await changed();
      await told();
      time.pass(lookedMs);
      seen = changes;
    },
    async quiet() {
      await told();
      time.pass(2 * lookedMs);
      assert.equal(changes, seen, 'what stays as it is has not changed');
    },
  };
}

test('several writes at once are one change, and a file that is replaced by renaming is still watched', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.yaml');
  writeFileSync(file, '1');
  const { watch, next } = watching(t);
  watch.follow([file]);
  writeFileSync(file, '2');
  writeFileSync(file, '3');
  await next();
  writeFileSync(join(folder, 'draft'), '4');
  renameSync(join(folder, 'draft'), file);
  await next();
});

test('other files of the folder do not matter, and a file that comes back does', async (t) => {
  const folder = temporaryFolder(t);
  const { watch, next, quiet } = watching(t);
  watch.follow([join(folder, 'a.yaml')]);
  writeFileSync(join(folder, 'other.txt'), '1');
  await quiet();
  writeFileSync(join(folder, 'a.yaml'), '1');
  await next();
});

test('a change while the list of files is taken over anew is not lost', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.yaml');
  writeFileSync(file, '1');
  const { watch, next } = watching(t);
  watch.follow([file]);
  writeFileSync(file, '2');
  watch.follow([file, join(folder, 'assets')]);
  await next();
  mkdirSync(join(folder, 'assets'));
  await next();
  watch.follow([file, join(folder, 'assets')]);
  writeFileSync(join(folder, 'assets/code.js'), '1');
  await next();
});

/** Points a link elsewhere in one step, as whoever deploys does. */
function pointTo(link: string, to: string): void {
  symlinkSync(to, `${link}.new`);
  renameSync(`${link}.new`, link);
}

test('a file that a volume puts another in the place of by a link is seen to change, time and again', async (t) => {
  const folder = temporaryFolder(t);
  for (const n of [1, 2, 3]) {
    mkdirSync(join(folder, `..${n}`));
    writeFileSync(join(folder, `..${n}`, 'a.yaml'), `${n}`);
  }
  // What Kubernetes makes of a ConfigMap.
  symlinkSync('..1', join(folder, '..data'));
  symlinkSync('..data/a.yaml', join(folder, 'a.yaml'));
  const { watch, later, quiet } = watching(t);
  watch.follow([join(folder, 'a.yaml')]);
  for (const n of [2, 3]) {
    pointTo(join(folder, '..data'), `..${n}`);
    rmSync(join(folder, `..${n - 1}`), { recursive: true });
    await later();
    watch.follow([join(folder, 'a.yaml')]);
  }
  await quiet();
});

for (const [what, of] of [
  ['a file', 'a.yaml'],
  ['a folder', ''],
] as const)
  test(`${what} below a link is followed to where that points next, and to a folder that is made anew`, async (t) => {
    const folder = temporaryFolder(t);
    for (const release of ['one', 'two']) {
      mkdirSync(join(folder, release));
      writeFileSync(join(folder, release, 'a.yaml'), release);
    }
    pointTo(join(folder, 'current'), 'one');
    const { watch, later } = watching(t);
    const followed = [join(folder, 'current', of)];
    watch.follow(followed);
    pointTo(join(folder, 'current'), 'two');
    await later();
    watch.follow(followed);
    writeFileSync(join(folder, 'two', 'a.yaml'), 'changed');
    await later();
    watch.follow(followed);
    rmSync(join(folder, 'two'), { recursive: true });
    await later();
    watch.follow(followed);
    mkdirSync(join(folder, 'two'));
    writeFileSync(join(folder, 'two', 'a.yaml'), 'anew');
    await later();
    watch.follow(followed);
    writeFileSync(join(folder, 'two', 'a.yaml'), 'and changed');
    await later();
  });

test('links in a circle are no file, and what takes their place is seen', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a.yaml');
  symlinkSync('b.yaml', file);
  symlinkSync('a.yaml', join(folder, 'b.yaml'));
  const { watch, later } = watching(t);
  watch.follow([file]);
  rmSync(join(folder, 'b.yaml'));
  writeFileSync(join(folder, 'b.yaml'), '1');
  await later();
});
