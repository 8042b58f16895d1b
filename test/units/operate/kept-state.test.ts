import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stateFile } from '../../../src/define/store/state-file.ts';
import { smallDefinition } from '../../definition.ts';
import { temporaryFolder } from '../../folders.ts';
import { startGateway } from '../../gateway.ts';
import { eventually } from '../../waiting.ts';

const target = 'AWSWAF_20190729.CreateIPSet';

test('a change over the AWS endpoint is refused once its file was removed, and /healthz tells; requests go on', async (t) => {
  const data = temporaryFolder(t);
  const gateway = await startGateway({ definition: smallDefinition(), data });
  t.after(() => gateway.close());
  const create = async (Name: string): Promise<number> => {
    const body = JSON.stringify({ Name, Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] });
    return (await fetch(gateway.endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body }))
      .status;
  };
  assert.equal(await create('one'), 200);
  rmSync(stateFile(data));
  assert.equal(await create('two'), 500);
  let stateFailing = '';
  await eventually(async () => {
    const health = (await (await fetch(`${gateway.console}/healthz`)).json()) as Record<string, string>;
    stateFailing = health.stateFailing!;
    return health.status === 'degraded';
  });
  assert.match(stateFailing, /state\.sqlite was removed, or another put in its place/);
  assert.equal((await fetch(gateway.api('prod', '/pets'))).status, 200);
});

test('a data folder that is removed under a gateway takes no request along, and is made anew', async (t) => {
  const data = temporaryFolder(t);
  const gateway = await startGateway({ definition: smallDefinition(), data });
  t.after(() => gateway.close());
  const ask = async (): Promise<number> => (await fetch(gateway.api('prod', '/pets'))).status;
  assert.equal(await ask(), 200);
  rmSync(data, { recursive: true });
  for (let i = 0; i < 5; i++) assert.equal(await ask(), 200);
  const { observer } = gateway.supervisor;
  await eventually(() => observer.health().events === 6);
  observer.journal;
  assert.equal(observer.health().journal.state, 'ok');
  assert.ok(existsSync(join(data, 'portcullis.sqlite')));
});
