import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Command } from '../../../src/operate/cli/command.ts';
import commands from '../../../src/operate/cli/commands/index.ts';
import { runProgram } from '../../../src/operate/cli/program.ts';
import { paint } from '../../../src/operate/cli/terminal.ts';
import { temporaryFolder } from '../../folders.ts';

async function said(line: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const tell = (text: string): void => void lines.push(text);
  const terminal = { out: tell, err: tell, paint: paint(false), tty: false, clear: () => {}, columns: 80 };
  const code = await runProgram(commands as readonly Command<unknown>[], line, '0', terminal);
  return `${code} ${lines.join('\n')}`;
}

test('whatever is given wrong is told in a sentence, and never as a fault of our own', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = at('good.yaml', 'apis: { shop: { to: "http://127.0.0.1:3000" } }\n');
  mkdirSync(join(folder, 'empty'));
  const empty = join(folder, 'empty');
  const explain = (...more: string[]): string[] => ['explain', ...more, '--in', good];
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['chekc'], /^2 portcullis: unknown command 'chekc'\n {2}\(Did you mean check\?\)/],
    [['up', '--too', 'x'], /^2 portcullis: unknown option '--too'\n {2}\(Did you mean --to\?\)/],
    [['check'], /^2 portcullis: missing required argument 'files'/],
    [['check', join(folder, 'none.yaml')], /^1 .*none\.yaml error there is no such file or folder/],
    [['check', join(good, 'below')], /^1 .* error there is no such file or folder/],
    [['check', empty], /^1 .*empty error holds nothing to read/],
    [['check', at('nothing.yaml', '')], /^1 .*nothing\.yaml:1 error nothing is written in it/],
    [['check', at('text.yaml', 'hello\n')], /^1 .*text\.yaml:1 error is neither a portcullis\.yaml/],
    [['check', at('bad.json', '{"Resources": ')], /^1 .*bad\.json:1 error not valid JSON/],
    [['check', at('bad.yaml', 'apis:\n  shop:\n\tto: x\n')], /^1 .*bad\.yaml:3 error not valid YAML/],
    [['check', at('bytes.yaml', '\0\x01\xff')], /^1 .*bytes\.yaml:1 error/],
    [
      ['check', at('deep.yaml', `apis: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)],
      /^1 .*deep\.yaml:1 error nests too deeply to be a definition \[document\.syntax\]\n\n.* 1 error\.$/,
    ],
    [
      ['check', at('key.yaml', 'apis:\n  shop: { too: x }\n')],
      /to is missing: it must be text: an http:\/\/ or https:\/\/ address/,
    ],
    [['check', good, '--parameter', 'x'], /^2 portcullis: --parameter: must be name=value/],
    [['up', '--to', 'localhost:3000'], /^2 portcullis: --to: must be an address such as/],
    [['up', '--to', 'http://127.0.0.1:3000', '--port', '99999'], /--port: must be from 0 to 65535/],
    [['up', '--to', 'http://127.0.0.1:3000', '--port', 'x'], /--port: must be a number/],
    [['up', '--to', 'http://127.0.0.1:3000', good], /^2 portcullis: --to stands in place of files/],
    [['up', good, '--rate', '5'], /^2 portcullis: --rate goes with --to/],
    [['up', good, '--data', good], /^5 portcullis: cannot write to the data folder .*: a file stands in its/],
    [
      ['load', 'http://127.0.0.1:9/', '--sources', '9'],
      /^2 portcullis: --sources goes with --from, .*\n.*--from 127\.0\.0\.0\/8 --sources 9/,
    ],
    [['ca', '--data', join(folder, 'typo')], /^5 portcullis: there is no data folder .*typo\n.*--data/],
    [explain('GET'), /^2 portcullis: an address must follow the method/],
    [explain('GET', '/a b'), /^1 GET \/a b .*there is a space in its address; %20 would stand for one/s],
    [explain('GET', 'no-path'), /^2 portcullis: "no-path" is neither a path/],
    [explain('G T', '/'), /^2 portcullis: "G T" is not a method/],
    [explain('GET', '/', '--from', 'nobody'), /^2 portcullis: --from: "nobody" is not an IP address/],
    [explain('GET', '/', '-H', 'broken'), /^2 portcullis: --header: must be "Name: value"/],
    [explain('GET', '/', '--cert', join(folder, 'c.pem')), /^2 portcullis: --cert: there is no file/],
    [explain('GET', '/', '--cert', good), /^2 portcullis: --cert: .* holds no certificate/],
    [['explain', 'GET', '/', '--in', empty], /^1 portcullis: the definition has 1 error\n/],
    [['blocked', '--data', empty], /^3 portcullis: no gateway is running on the data folder/],
    [['report', '--since', 'tomorrow'], /^2 portcullis: --since: must be like 90s, 15m, 1h or 7d/],
    [['report', '--at', 'nowhere'], /^2 portcullis: --at: must be an address such as/],
    [['report', '--at', 'http://127.0.0.1:1'], /^3 portcullis: no gateway answers on/],
    [['load', 'example'], /^2 portcullis: example must be a URL/],
    [['load', 'ftp://127.0.0.1/'], /^2 portcullis: .* must be a URL/],
    [['load', 'http://127.0.0.1:1/', '-n', '0'], /^2 portcullis: --num: must be more than 0/],
    [['load', 'http://127.0.0.1:1/', '-X', 'BREW'], /^2 portcullis: --method: must be GET or HEAD or/],
    [
      ['load', 'http://127.0.0.1:1/', '--from', '10.0.0.0/8'],
      /^2 portcullis: --from 10\.0\.0\.0\/8 must lie/,
    ],
    [['rotate', '--data', join(folder, 'none')], /^5 portcullis: there is no data folder/],
    [['password', 'a:b'], /^2 portcullis: <name>: must be 1 to 128 characters without a colon/],
  ];
  for (const [line, expected] of wrong) {
    const answer = await said(line);
    assert.match(answer, expected, line.join(' '));
    assert.doesNotMatch(answer, /^70|^ {4}at /m, line.join(' '));
  }
});

test('another server in the place of a console is told from a gateway', async (t) => {
  const server = createServer((_, response) => void response.end('<p>hello</p>')).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const command of [['blocked'], ['usage'], ['report'], ['explain', 'GET', '/']]) {
    const answer = await said([...command, '--at', at]);
    assert.match(answer, /^2 portcullis: what answers there is no console of a gateway \(HTTP 200\)$/);
  }
});
