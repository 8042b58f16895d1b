import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import pino from 'pino';
import { people, plainLines } from '../../src/operate/supervise/process-log.ts';
import { runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';
import { testFile } from './support/files.ts';

test('what callers send steers no terminal, neither by who is blocked nor by a line of the WAF log', async (t) => {
  const decoded = [{ Priority: 0, Type: 'URL_DECODE' }];
  const statement = {
    RateBasedStatement: {
      Limit: 10,
      AggregateKeyType: 'CUSTOM_KEYS',
      CustomKeys: [{ QueryArgument: { Name: 't', TextTransformations: decoded } }],
    },
  };
  const file = testFile(
    t,
    'portcullis.yaml',
    JSON.stringify({
      apis: { shop: { to: 'http://127.0.0.1:9', webAcl: 'edge' } },
      webAcls: { edge: { rules: [{ name: 'rate', action: 'block', statement }] } },
    }),
  );
  const data = temporaryFolder(t);
  const gateway = await startGateway({ files: [file], data });
  t.after(() => gateway.close());
  for (let i = 0; i < 12; i++) {
    // ESC ] 0 ; … BEL names the window, CSI 2 J clears it, a line feed makes a row that nobody wrote.
    const answer = await fetch(`${gateway.url}/?t=%1b%5d0%3bpwned%07%9b2J%0aeverybody`, {
      headers: { 'x-steers': '\u009b2J' },
    });
    await answer.text();
  }
  const api = `${gateway.console}/api/blocked`;
  await eventually(async () => (await (await fetch(api)).text()).includes('QueryArgument:t='));
  const { out: shown } = await runCommand(['blocked', '--at', gateway.console]);
  assert.match(shown, /t=\\u001b\]0;pwned\\u0007\\u009b2J\\u000aeverybody/);
  assert.doesNotMatch(shown, /[^\n\P{Cc}]/u);
  const log = join(data, 'logs', 'aws-waf-logs-edge.jsonl');
  await eventually(() => existsSync(log) && readFileSync(log, 'utf8').includes('x-steers'));
  assert.doesNotMatch(readFileSync(log, 'utf8'), /[^\n\P{Cc}]/u);
});

const steering = '\u001b]0;pwned\u0007\u009b2J\u202e\n::error::made up';

test('a definition that is only checked steers no terminal and writes no line of its own', async (t) => {
  const file = testFile(
    t,
    'portcullis.yaml',
    JSON.stringify({
      [`odd${steering}`]: 1,
      apis: { shop: { to: `http://127.0.0.1:9/${steering}`, [steering]: 1 } },
      webAcls: { [steering]: { rules: [] } },
    }),
  );
  const said = await Promise.all([
    runCommand(['check', file]),
    runCommand(['check', file, '--json']),
    runCommand(['up', file, '--ephemeral', '--port', '0', '--endpoint-port', '0', '--console-port', '0']),
    runCommand(['check', `${file}${steering}`]),
    runCommand([`check${steering}`]),
  ]);
  for (const { out, err, code } of said) {
    assert.notEqual(code, 0);
    assert.match(out + err, /pwned/);
    assert.doesNotMatch(out + err, /[^\n\P{Cc}]|\u202e/u);
  }
  for (const { out, err } of said.slice(0, 3)) assert.doesNotMatch(out + err, /^::error/m);
  assert.ok(
    JSON.parse(said[1]!.out).notes.some((note: { message: string }) => note.message.includes(steering)),
  );
});

test('what the process says about itself is plain, on a screen and in lines of JSON', () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const time = { timestamp: pino.stdTimeFunctions.isoTime };
  for (const to of [people(write), plainLines({ write })]) {
    const log = pino(time, to);
    log.warn(`an issuer says ${steering}`);
    log.error({ err: new Error(steering) }, 'a fault');
  }
  for (const line of lines) {
    assert.match(line, /pwned/);
    assert.doesNotMatch(line, /[^\n\P{Cc}]|\u202e/u);
    assert.doesNotMatch(line, /^::error/m);
  }
  assert.equal(JSON.parse(lines[2]!).msg, `an issuer says ${steering}`);
});
