import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Explained } from '../../src/operate/inquiry/explained.ts';
import { runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startGateway({ files: ['examples/secure-api'] });
});
after(() => gateway.close());

const at = (): string[] => ['--at', gateway.console];

test('explain prints the chain in order for a path that one stage knows, and uses no limit up', async () => {
  const line = ['explain', 'GET', '/secure/greeter', '--from', '203.0.113.7', ...at()];
  for (let i = 0; i < 3; i++) {
    const { code, out } = await runCommand(line);
    assert.equal(code, 0);
    const chain = [
      'GET /_aws/execute-api/',
      'web ACL apiSentryAcl-waf-stack: pass',
      'rule limit_rps_to_133: no match',
      'has made 0 of 133 requests within 300 s',
      'path: pass',
      'route: GET /secure/greeter',
      'The bucket holds 100 of 100 tokens',
      'throttle account: pass',
      'It would be passed on.',
    ];
    let from = 0;
    for (const part of chain) {
      const found = out.indexOf(part, from);
      assert.ok(found >= from, `${part} is not behind ${chain[chain.indexOf(part) - 1]} in:\n${out}`);
      from = found;
    }
    assert.match(out, /examples\/secure-api\/assembly\/waf-stack\.template\.json:\d+/);
  }
});

test('explain of a refused request, by its id, says what became of it then and what would now', async () => {
  let requestId = '';
  let extended = '';
  for (let i = 0; i < 134; i++) {
    const response = await fetch(gateway.api('miztiik-throttled', '/nowhere'));
    await response.arrayBuffer();
    requestId = response.headers.get('x-amzn-requestid')!;
    extended = response.headers.get('x-amz-apigw-id')!;
  }
  const { code, out } = await runCommand(['explain', requestId, ...at()]);
  assert.equal(code, 1);
  assert.match(out, /it was answered with 403: WAF_FILTERED by waf-stack\/\S+limit_rps_to_133/);
  assert.match(
    out,
    /It would be refused: WAF_FILTERED by .*limit_rps_to_133 \(.*waf-stack\.template\.json:\d+\)/,
  );
  assert.match(out, /The caller would get 403 \{"message":"Forbidden"\}/);
  const byLog = await runCommand(['explain', extended, ...at()]);
  assert.equal(byLog.out, out, 'the id of a WAF log says the same');
  const blocked = await runCommand(['blocked', ...at()]);
  assert.match(
    blocked.out,
    /127\.0\.0\.1 +apiSentryAcl-waf-stack\/limit_rps_to_133 +133\/133 +1 .* in 300 s/,
  );
  const rows = JSON.parse((await runCommand(['blocked', '--json', ...at()])).out) as { refused: number }[];
  assert.deepEqual(
    rows.map((row) => row.refused),
    [1],
  );
  gateway.clock.advance(301_000);
  assert.equal((await runCommand(['blocked', ...at()])).out, 'Nobody is blocked.\n');
  assert.match((await runCommand(['explain', requestId, ...at()])).out, /what would become of it now/);
});

test('explain takes headers, a body and a whole URL, and gives JSON', async () => {
  const url = gateway.api('miztiik-throttled', '/secure/greeter?a=%20b');
  const { out, code } = await runCommand([
    ...['explain', 'POST', url, '-H', 'Content-Type: application/json', '-d', '{"a":1}', '--json'],
    ...at(),
  ]);
  assert.equal(code, 1);
  const found = JSON.parse(out) as Explained;
  assert.equal(found.request.target, new URL(url).pathname + new URL(url).search);
  assert.equal(found.decision.reason, 'MISSING_AUTHENTICATION_TOKEN');
  assert.equal(found.answer!.body, '{"message":"Missing Authentication Token"}');
  assert.equal(found.steps.at(-1)!.what, 'route');
});

test('explain --in reads files instead of asking a running gateway', async () => {
  const line = ['explain', 'GET', '/unsecure/greeter', '--in', 'examples/secure-api'];
  const { code, out } = await runCommand(line);
  assert.equal(code, 0);
  assert.match(out, /route: GET \/unsecure\/greeter/);
});

test('explain says what it cannot do: no gateway, an unknown id, an address that is none, no path', async () => {
  const cases: [string[], number, RegExp][] = [
    [['explain', 'GET', '/', '--data', '/nonexistent'], 3, /no gateway is running on the data folder/],
    [['explain', 'GET', '/', '--at', 'http://127.0.0.1:9'], 3, /no gateway answers on/],
    [['explain', '00000000-0000-0000-0000-000000000000', ...at()], 2, /nothing is kept of a request/],
    [['explain', 'GET', '/', '--from', 'nowhere', ...at()], 2, /"nowhere" is not an IP address/],
    [['explain', 'GET', ...at()], 2, /an address must follow the method/],
    [['explain', 'GET', 'ftp://x', ...at()], 2, /neither a path that begins with/],
    [['explain', 'GET', 'http://[::1', ...at()], 2, /"\[::1" in "http:\/\/\[::1" is no host/],
    [['explain', 'GET', 'http://a:99999/', ...at()], 2, /"a:99999" in .* is no host, or no port from 0/],
    [['explain', 'GET', 'http://x y/', ...at()], 2, /"x y" in .* is no host/],
    [['explain', 'GET', 'http://me:secret@x/', ...at()], 2, /no part of the host: give -H 'Authorization/],
    [['explain', 'GET', '/', '-H', 'no colon', ...at()], 2, /--header: must be "Name: value"/],
  ];
  for (const [line, expected, message] of cases) {
    const { code, err } = await runCommand(line);
    assert.equal(code, expected, `${line.join(' ')}: ${err}`);
    assert.match(err, message);
  }
});

test('check prints notes and the ledger, as text and as JSON; --strict fails on what is not enforced', async () => {
  const fine = await runCommand(['check', 'examples/secure-api']);
  assert.equal(fine.code, 0);
  assert.match(fine.out, /\d+ properties: \d+ enforced, \d+ stored, 0 refused\./);
  assert.match(
    fine.out,
    /Stored, without effect here\n.+ load-generator-vpc-stack\.template\.json:\d+ +Vpc\w+ +AWS::EC2::VPC\n/s,
  );
  const json = JSON.parse((await runCommand(['check', 'examples/secure-api', '--json'])).out) as {
    ok: boolean;
    ledger: { type: string; fidelity: string }[];
  };
  assert.equal(json.ok, true);
  assert.ok(json.ledger.some((entry) => entry.type === 'AWS::EC2::VPC' && entry.fidelity === 'stored'));
  const strict = await runCommand(['check', 'examples/secure-api', '--strict']);
  assert.equal(strict.code, 1);
  assert.match(strict.out, /\[fidelity\.not-enforced\]/);
});

test('check says which functions cannot run here, as up does', async (t) => {
  const cwd = temporaryFolder(t);
  const written = (runtime: string): string =>
    `Type: AWS::Lambda::Function, Properties: { Runtime: ${runtime}, Handler: a.b, Role: r, Code: { ZipFile: x } }`;
  writeFileSync(
    join(cwd, 'a.yaml'),
    `Resources:\n  Beans: { ${written('java21')} }\n  Snake: { ${written('python3.13')} }\n`,
  );
  const { code, out } = await runCommand(['check', 'a.yaml'], { cwd, env: { PATH: cwd } });
  assert.equal(code, 0);
  assert.match(
    out,
    /^a\.yaml:2 warning a-Beans-\w+ needs the runtime java21; only nodejs and python3 run on this machine \[function\.unsupported-runtime\]$/m,
  );
  assert.match(
    out,
    /^a\.yaml:3 warning .+ there is no python3 on this machine; .+ \[function\.no-python\]$/m,
  );
  assert.match(out, /only nodejs and python3 run on this machine\n +a\.yaml:2 +Beans +Runtime\n/);
  const strict = await runCommand(['check', 'a.yaml', '--strict'], { cwd, env: { PATH: cwd } });
  assert.equal(strict.code, 1);
  assert.match(strict.out, /^a\.yaml:2 error a\/Beans Runtime is stored, and --strict wants/m);
});

test('a folder that this user may not read is told as that, not as one that is missing', async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  writeFileSync(join(locked, 'portcullis.yaml'), 'apis: {}\n');
  chmodSync(locked, 0o000);
  const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const told = await Promise.all(
    [locked, join(locked, 'portcullis.yaml')].map((path) =>
      runCommand(['check', path], { cwd: folder, ...uid }),
    ),
  );
  const blocked = await runCommand(['blocked', '--data', locked], { cwd: folder, ...uid });
  chmodSync(locked, 0o700);
  assert.equal(blocked.code, 3);
  assert.match(blocked.err, /this user may not read the data folder .*\n {2}Ask the console/);
  for (const { code, out } of told) {
    assert.equal(code, 1);
    assert.match(out, /error cannot be read: EACCES \[file\.unreadable\]/);
  }
});
