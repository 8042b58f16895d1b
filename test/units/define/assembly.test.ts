import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import type { Catalogue } from '../../../src/define/readers/catalogue.ts';
import { readFiles } from '../../../src/define/readers/read.ts';
import { zipOf } from '../../zip.ts';

const anything: Catalogue = {
  rule: z.unknown(),
  groupRule: z.unknown(),
  pattern: z.string(),
  capacity: () => 0,
  lacks: () => [],
  lacksPlaces: () => '',
  managedRules: () => [],
  integration: () => z.unknown(),
  authorizer: () => z.unknown(),
  schemaFlaws: () => [],
};

async function folderOf(t: TestContext, files: Record<string, unknown>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const stack = (templateFile: string, more: object = {}, dependencies: string[] = []): object => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/unknown-region',
  properties: { templateFile, ...more },
  dependencies,
});
const fn = (key: string): object => ({
  Resources: {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: 'r',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: key },
      },
    },
  },
});

test('stacks are read in the order of their dependencies, under their own names, nested assemblies too', async (t) => {
  const empty = { Resources: {} };
  const folder = await folderOf(t, {
    'manifest.json': {
      version: '55.0.0',
      artifacts: {
        late: stack('late.template.json', {}, ['early', 'late.assets']),
        early: stack('early.template.json', { stackName: 'named' }),
        stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-stage' } },
        tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    },
    'late.template.json': empty,
    'early.template.json': empty,
    'assembly-stage/manifest.json': { artifacts: { inner: stack('inner.template.json') } },
    'assembly-stage/inner.template.json': empty,
  });
  const { definition, notes } = await readFiles([folder], anything);
  assert.deepEqual(notes, []);
  assert.deepEqual(
    definition!.stacks.map((s) => s.name),
    ['named', 'late', 'inner'],
  );
});

test('the code of a function is found by the hash of its asset', async (t) => {
  const folder = await folderOf(t, {
    'manifest.json': {
      artifacts: {
        'app.assets': { type: 'cdk:asset-manifest', properties: { file: 'app.assets.json' } },
        app: stack('app.template.json', {}, ['app.assets']),
      },
    },
    'app.assets.json': { files: { abc: { source: { path: 'asset.abc', packaging: 'zip' } } } },
    'asset.abc/index.js': 'exports.handler = () => {}',
    'app.template.json': fn('abc.zip'),
  });
  const { definition } = await readFiles([folder], anything);
  assert.deepEqual(definition!.functions[0]!.code, { folder: join(folder, 'asset.abc') });
  const alone = await readFiles([join(folder, 'app.template.json')], anything);
  assert.deepEqual(alone.definition!.functions[0]!.code, { folder: join(folder, 'asset.abc') });
});

test('the code of a function may be an archive, which is watched', async (t) => {
  const folder = await folderOf(t, {
    'app.assets.json': { files: { abc: { source: { path: 'asset.abc.zip', packaging: 'file' } } } },
    'app.template.json': fn('abc.zip'),
  });
  const zip = join(folder, 'asset.abc.zip');
  await writeFile(zip, zipOf([{ name: 'index.js', text: 'exports.handler = () => {}' }]));
  const { definition, files } = await readFiles([folder], anything);
  assert.deepEqual(definition!.functions[0]!.code, { zip });
  assert.ok(files.includes(zip));
});

test('an asset that is not there, or that is a file, is an error that says what to do', async (t) => {
  const folder = await folderOf(t, {
    'gone.assets.json': { files: { abc: { source: { path: 'asset.abc' } } } },
    'gone.template.json': fn('abc.zip'),
    'packed.assets.json': { files: { def: { source: { path: 'asset.def.zip' } } } },
    'packed.template.json': fn('def.zip'),
    'asset.def.zip': 'PK',
  });
  const { notes } = await readFiles([folder], anything);
  assert.deepEqual(
    notes.map((n) => n.code),
    ['function.no-code', 'function.no-code'],
  );
  assert.match(notes[0]!.message, /is not there: run cdk synth again/);
  assert.match(notes[1]!.message, /asset\.def\.zip is no ZIP archive/);
});

test('an assembly made for one account and Region names them for the whole gateway', async (t) => {
  const folder = await folderOf(t, {
    'manifest.json': {
      artifacts: { app: { ...stack('app.json'), environment: 'aws://111122223333/eu-central-1' } },
    },
    'app.json': { Resources: {}, Outputs: { Id: { Value: { Ref: 'AWS::Region' } } } },
  });
  const made = await readFiles([folder], anything);
  assert.equal(made.definition!.settings.region, 'eu-central-1');
  assert.equal(made.definition!.settings.accountId, '111122223333');
  assert.equal(made.definition!.stacks[0]!.outputs[0]!.value, 'eu-central-1');
});

test('a folder with nothing to read, and a manifest that is none, are errors', async (t) => {
  const empty = await folderOf(t, { 'readme.md': 'x' });
  const broken = await folderOf(t, { 'manifest.json': '{ "artifacts": [1] }' });
  const bare = await folderOf(t, { 'manifest.json': '{}' });
  const codes = async (path: string): Promise<string[]> =>
    (await readFiles([path], anything)).notes.map((n) => n.code);
  assert.deepEqual(await codes(empty), ['file.nothing-to-read']);
  assert.deepEqual(await codes(broken), ['shape.type']);
  assert.deepEqual(await codes(bare), ['assembly.empty']);
  assert.deepEqual((await readFiles([], anything)).notes[0]!.code, 'document.none');
});
