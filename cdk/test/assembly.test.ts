import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { kept, writeAssembly } from '../../scripts/templates.ts';

const root = join(import.meta.dirname, '..', '..');
const fresh = mkdtempSync(join(tmpdir(), 'portcullis-assembly-'));
after(() => rmSync(fresh, { recursive: true, force: true }));

const filesOf = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();

/** Without `AWS_*` and with a home of its own, so that neither credentials nor a cache can make a difference. */
function cdk(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const environment = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return spawnSync(join(root, 'node_modules', '.bin', 'cdk'), args, {
    cwd: join(root, 'cdk'),
    encoding: 'utf8',
    env: { ...Object.fromEntries(environment), HOME: fresh, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
}

const stacks = [
  'unthrottled-api',
  'secure-throttled-api',
  'waf-stack',
  'load-generator-vpc-stack',
  'miztiik-artillery-load-generator',
];

test('the kept templates are those that the CDK app gives today', () => {
  const folder = join(fresh, 'assembly');
  writeAssembly(folder);
  assert.deepEqual(filesOf(kept), filesOf(folder), 'run `npm run templates`');
  for (const name of filesOf(folder)) {
    assert.ok(
      readFileSync(join(kept, name)).equals(readFileSync(join(folder, name))),
      `${name}: npm run templates`,
    );
  }
});

test('no kept file names the machine it was made on', () => {
  for (const name of filesOf(kept)) {
    const text = readFileSync(join(kept, name), 'utf8');
    for (const path of [root, homedir(), tmpdir(), 'file://'])
      assert.ok(!text.includes(path), `${name}: ${path}`);
  }
});

test('each function of the kept templates has its code beside it', () => {
  for (const stack of ['unthrottled-api', 'secure-throttled-api']) {
    const { Resources } = JSON.parse(readFileSync(join(kept, `${stack}.template.json`), 'utf8')) as {
      Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
    };
    const { files } = JSON.parse(readFileSync(join(kept, `${stack}.assets.json`), 'utf8')) as {
      files: Record<string, { source: { path: string } }>;
    };
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::Lambda::Function') continue;
      const { path } = files[Properties.Code.S3Key.replace('.zip', '')]!.source;
      assert.ok(statSync(join(kept, path, 'index.mjs')).isFile());
    }
  }
});

test('cdk ls lists the five stacks, of the app and of the kept templates', () => {
  for (const options of [
    ['--output', join(fresh, 'out')],
    ['--app', kept],
  ]) {
    const { status, stdout, stderr } = cdk('ls', ...options);
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.trim().split('\n'), stacks);
  }
});

test('cdk says which context value is wrong, and no more than that', () => {
  const { status, stderr } = cdk('ls', '--output', join(fresh, 'bad'), '-c', 'limit=9', '-c', 'rate=fast');
  assert.equal(status, 1);
  assert.match(stderr, /context value "rate" must be a number above 0, not "fast"\n/);
  assert.match(stderr, /context value "limit" must be a whole number from 10 to 2000000000, not "9"\n/);
  assert.doesNotMatch(stderr, /at contextValues|node:internal/);
});
