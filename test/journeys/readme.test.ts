// The tour of the README, as a newcomer pastes it: on other ports, and with the load as it stands there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { freePorts, RunningCommand } from '../cli.ts';
import { blocksOf, commandLines } from '../docs.ts';
import { temporaryFolder } from '../folders.ts';

const program = `${process.execPath} ${resolve('src/operate/cli/portcullis.ts')}`;

interface Pasted {
  readonly code: number;
  readonly out: string;
}

const paste = (line: string, cwd: string): Promise<Pasted> =>
  new Promise((done) => {
    execFile('sh', ['-c', line], { cwd, env: { ...process.env, NO_COLOR: '1' } }, (fault, out, err) =>
      done({ code: fault === null ? 0 : Number(fault.code), out: `${out}${err}` }),
    );
  });

test('the tour of the README shows what it says: answers, a block, its names, and why', async (t) => {
  const cwd = temporaryFolder(t);
  const up = new RunningCommand(
    ['up', resolve('examples/secure-api/assembly'), ...freePorts, '--workers', '2'],
    {
      cwd,
    },
  );
  t.after(() => up.signal('SIGKILL'));
  await up.says(/Try next/);
  const [, plane] = /data plane +(\S+)/.exec(up.out)!;
  const [, endpoint] = /AWS endpoint +(\S+)/.exec(up.out)!;
  const lines = blocksOf('sh')
    .filter(({ page, text }) => page === 'README.md' && /rws2y787xa|portcullis blocked/.test(text))
    .flatMap(commandLines);
  assert.equal(lines.length, 6);
  const said: Pasted[] = [];
  for (const line of [...lines, 'npx portcullis report']) {
    const here = line
      .replace('npx portcullis', program)
      .replace('http://127.0.0.1:8080', plane!)
      .replace('http://127.0.0.1:4566', endpoint!);
    said.push(await paste(here, cwd));
  }
  const [answer, load, blocked, keys, refused, passed, report] = said;
  assert.match(answer!.out, /^HTTP\/1\.1 200 OK/m);
  assert.match(load!.out, /^ +200 +1\d\d .* answered$/m);
  assert.match(load!.out, /^ +403 +1\d\d .* blocked/m);
  assert.match(blocked!.out, /127\.0\.0\.1 .*limit_rps_to_133/);
  assert.match(keys!.out, /"127\.0\.0\.1\/32"/);
  assert.match(refused!.out, /It would be refused: WAF_FILTERED/);
  assert.equal(refused!.code, 1);
  assert.match(passed!.out, /It would be passed on\./);
  assert.match(report!.out, /^301 requests: /m);
  assert.deepEqual(
    [answer, load, blocked, keys, passed, report].map((one) => one!.code),
    [0, 0, 0, 0, 0, 0],
  );
});
