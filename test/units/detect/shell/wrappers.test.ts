import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectShell } from '../../../../src/guard/decide/waf/detect/shell/shell.ts';

const score = (text: string): number => detectShell(text)?.score ?? 0;

const runs = [
  ...['; su - root -c id', '; su -c "cat /etc/passwd"', '; runuser -u x -- id', '; runuser -l x -c id'],
  ...[
    "; trap 'id' 0",
    '; trap id EXIT',
    '; trap "cat /etc/passwd" DEBUG',
    '; chroot / id',
    '; chroot --userspec=a / id',
  ],
  ...[
    '; systemd-run --user --pty id',
    '; taskset 1 id',
    '; taskset -c 0 id',
    '; pkexec --user root id',
    '; flock f id',
  ],
  ...[
    '; flock /tmp/x -c id',
    '; sg root -c id',
    '; start-stop-daemon -S -x /bin/id',
    '; setpriv --reuid 0 id',
    '; prlimit id',
  ],
  ...[
    '; unbuffer id',
    '; gtester id',
    '; proxychains4 -q id',
    '; torsocks id',
    '; fakeroot id',
    '; xterm -e id',
    '; gnome-terminal -- id',
  ],
  ...[
    '; timeout -s KILL 5 id',
    '; exec -a x id',
    '; setarch x86_64 id',
    '; chrt 1 id',
    '; firejail id',
    '; faketime 1 id',
  ],
  ...[
    '& start whoami',
    '& start /b whoami',
    '& call whoami',
    '& runas /user:x whoami',
    '& pcalua -a whoami',
    '& query user',
  ],
  ...['& for %i in (1) do whoami', '& for /f %i in (a.txt) do @whoami', '& for %%i in (1 2) do whoami'],
];

test('what runs another program is seen through, with its options, their values and words of its own', () => {
  for (const text of runs) assert.ok(score(text) >= 50, `${score(text)}: ${text}`);
});

const plain = [
  ...[
    '; flock of birds',
    '; trap the cat',
    '; call id 5',
    '; start date; end date',
    '& call who',
    '; start time',
    '& start now',
  ],
  ...[
    '; su casa es mi casa',
    '; call more people',
    '; start find the way',
    '; explorer of the world',
    '; query user needs first',
  ],
  ...[
    'for 5 % in (1) do it',
    'start date & end date',
    'call date',
    'trap cat',
    'flock date',
    'one; flock head',
    'a & call time',
  ],
  ...['; runas needed', '; setpriv', '; sg', '; chrt'],
];

test('the words that some of them are pass in sentences and lists', () => {
  for (const text of plain) assert.ok(score(text) < 50, `${score(text)}: ${text}`);
});

test('only so many words are passed over as their own', () => {
  assert.ok(score('; chroot a b c d id') < 50);
  assert.ok(score('; chroot / -- id') >= 50);
});
