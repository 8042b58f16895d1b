import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Definition } from '../../src/define/model/definition.ts';
import type { Source } from '../../src/operate/supervise/source.ts';
import { pathBegins, rateRule, smallDefinition, smallRule } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';
import { KeptConnection } from './keep-alive.ts';

/** A source whose definition a test changes. */
function changing(first: Definition): { source: Source; next: (definition: Definition) => void } {
  let current = first;
  return {
    source: { name: 'a test', read: async () => ({ definition: current, notes: [], files: [] }) },
    next: (definition) => {
      current = definition;
    },
  };
}

const path = '/_aws/execute-api/abcdefghij/prod/pets';

for (const workers of [1, 4]) {
  test(`a reload drops no connection and keeps what limits have counted, with ${workers} worker${workers > 1 ? 's' : ''}`, async (t) => {
    const { source, next } = changing(smallDefinition({ rules: [rateRule(10)] }));
    const gateway = await startGateway({ source, workers });
    t.after(() => gateway.close());
    const kept = await KeptConnection.open(gateway.url);
    t.after(() => kept.close());
    for (let i = 0; i < 8; i++) assert.equal((await kept.get(path)).status, 200);
    next(smallDefinition({ rules: [rateRule(10)], rate: 500 }));
    const reload = await gateway.supervisor.reload();
    assert.deepEqual([reload.ok, reload.generation], [true, 2]);
    assert.deepEqual(
      [(await kept.get(path)).status, (await kept.get(path)).status, (await kept.get(path)).status],
      [200, 200, 403],
      'two were left of ten',
    );
    assert.equal(kept.closed, false);
  });
}

test('a change of the definition holds from the next request on, in every worker', async (t) => {
  const { source, next } = changing(smallDefinition());
  const gateway = await startGateway({ source, workers: 4 });
  t.after(() => gateway.close());
  const all = await Promise.all(Array.from({ length: 16 }, () => KeptConnection.open(gateway.url)));
  t.after(() => {
    for (const kept of all) kept.close();
  });
  for (const kept of all) assert.equal((await kept.get(path)).status, 200);
  next(smallDefinition({ rules: [smallRule('nobody', 1, pathBegins('/'))] }));
  await gateway.supervisor.reload();
  for (const kept of all) assert.equal((await kept.get(path)).status, 403);
});

test('a request that is under way during a reload ends with the definition it began with', async (t) => {
  const held: (() => void)[] = [];
  const upstream = createServer((_request, response) => held.push(() => response.end('old')));
  upstream.listen(0, '127.0.0.1');
  t.after(() => upstream.close());
  const { source, next } = changing(
    smallDefinition({ to: `http://127.0.0.1:${(await portOf(upstream)).port}/` }),
  );
  const gateway = await startGateway({ source, workers: 2 });
  t.after(() => gateway.close());
  const underWay = fetch(gateway.url + path);
  await eventually(() => held.length > 0);
  next(smallDefinition());
  await gateway.supervisor.reload();
  assert.equal(await (await fetch(gateway.url + path)).text(), '{"ok":true}');
  held[0]!();
  assert.equal(await (await underWay).text(), 'old');
});

test('a definition with an error is refused whole: the old one serves on, and /healthz says why', async (t) => {
  const file = folderOf(t, shortForm(20));
  const gateway = await startGateway({ files: [file], workers: 2 });
  t.after(() => gateway.close());
  writeFileSync(file, shortForm(20).replace('limit: 20', 'limit: 3'));
  const reload = await gateway.supervisor.reload();
  assert.equal(reload.ok, false);
  assert.equal(gateway.supervisor.definition.generation, 1);
  const health = (await (await fetch(`${gateway.console}/healthz`)).json()) as {
    status: string;
    generation: number;
    reasons: string[];
    lastReload: { ok: boolean; notes: { code: string; origin: { line: number } }[] };
  };
  assert.equal(health.status, 'degraded');
  assert.equal(health.generation, 1);
  assert.match(health.reasons[0]!, /has 1 error and was refused; generation 1 stays in force/);
  assert.equal(health.lastReload.notes.find((n) => n.code.startsWith('shape.'))!.origin.line, 8);
  writeFileSync(file, shortForm(30));
  assert.equal((await gateway.supervisor.reload()).ok, true);
  const after = (await (await fetch(`${gateway.console}/healthz`)).json()) as { status: string };
  assert.equal(after.status, 'ok');
});

test('with --watch a change of the file is in force without anybody asking', async (t) => {
  const file = folderOf(t, shortForm(20));
  const gateway = await startGateway({ files: [file], watch: true });
  t.after(() => gateway.close());
  for (const limit of [30, 40]) {
    const before = gateway.supervisor.definition.generation;
    writeFileSync(file, shortForm(limit));
    await eventually(() => gateway.supervisor.definition.generation > before);
    const rate = gateway.supervisor.definition.webAcls[0]!.rules[0]!.statement.RateBasedStatement;
    assert.equal((rate as { Limit: number }).Limit, limit);
  }
});

const shortForm = (limit: number): string => `apis:
  shop:
    to: http://127.0.0.1:9
    webAcl: edge
webAcls:
  edge:
    rules:
      - { name: per-address, rate: { limit: ${limit} } }
`;

function folderOf(t: TestContext, text: string): string {
  const folder = temporaryFolder(t);
  const file = join(folder, 'portcullis.yaml');
  writeFileSync(file, text);
  return file;
}

async function portOf(server: ReturnType<typeof createServer>): Promise<AddressInfo> {
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return server.address() as AddressInfo;
}

test('two hundred reloads that are asked for at once are two, and the last has what was written last', async (t) => {
  const { source, next } = changing(smallDefinition());
  let readings = 0;
  const counted: Source = {
    name: 'a test',
    read: () => {
      readings++;
      return source.read();
    },
  };
  const gateway = await startGateway({ source: counted });
  t.after(() => gateway.close());
  const first = gateway.supervisor.reload();
  await eventually(() => readings === 2);
  const asked = Array.from({ length: 200 }, () => gateway.supervisor.reload());
  next(smallDefinition({ rules: [smallRule('nobody', 1, pathBegins('/'))] }));
  assert.equal((await first).generation, 2);
  for (const { ok, generation } of await Promise.all(asked)) assert.deepEqual([ok, generation], [true, 3]);
  assert.equal(readings, 3);
  assert.equal((await fetch(gateway.url + path)).status, 403);
  await gateway.close();
  await assert.rejects(gateway.supervisor.reload(), /stopping/);
});

test('what stands in the place of a definition and is none holds no reload up, and no stop', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'portcullis.yaml');
  const text = 'apis: { shop: { to: "http://127.0.0.1:9" } }\n';
  writeFileSync(file, text);
  const gateway = await startGateway({ files: [file], workers: 2 });
  let stopped = false;
  t.after(() => stopped || gateway.close());
  const because = async (): Promise<string> => {
    const { ok, notes } = await gateway.supervisor.reload();
    assert.equal(ok, false);
    assert.equal((await fetch(gateway.url)).status, 504, 'requests go on');
    return notes.map(({ message }) => message).join();
  };
  for (const [make, why] of [
    [() => spawnSync('mkfifo', [file]), /nothing is written in it/],
    [() => symlinkSync('/dev/zero', file), /it is no file/],
    [() => symlinkSync(file, file), /ELOOP/],
    [() => mkdirSync(file), /holds no|nothing|no definition|manifest|template/],
    [() => writeFileSync(file, text.slice(0, 20)), /./],
    [() => truncateSync(file, 3 * 1024 ** 3), /over 64 MB/],
  ] as const) {
    if (why.source !== 'over 64 MB') rmSync(file, { recursive: true });
    make();
    assert.match(await because(), why);
  }
  rmSync(file);
  assert.match(await because(), /ENOENT|no such/);
  writeFileSync(file, text);
  assert.equal((await gateway.supervisor.reload()).ok, true);
  rmSync(file);
  spawnSync('mkfifo', [file]);
  const last = gateway.supervisor.reload().catch(() => null);
  await gateway.close();
  stopped = true;
  await last;
});
