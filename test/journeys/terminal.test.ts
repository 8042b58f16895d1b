import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
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
