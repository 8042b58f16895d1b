import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const lean = new URL('../../../src/operate/lean-loading.mjs', import.meta.url).href;

/** What a fresh thread makes of it. */
function inThread(text: string): Promise<unknown> {
  const source = `
    import { parentPort } from 'node:worker_threads';
    import { loadLean } from ${JSON.stringify(lean)};
    ${text}`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

const kind = JSON.stringify(new URL('../../../src/base/on-demand.ts', import.meta.url).href);
const zod = JSON.stringify(import.meta.resolve('zod'));

test('of zod, the messages in English are loaded and no others', async () => {
  const said = await inThread(`
    const { z } = await loadLean(() => import(${zod}));
    parentPort.postMessage([Object.keys(z.locales), z.string().safeParse(1).error.issues[0].message]);`);
  assert.deepEqual(said, [['default'], 'Invalid input: expected string, received number']);
});

test('what loads gives what it loaded, what fails to load says why, and what loads later is loaded as ever', async () => {
  const said = await inThread(`
    const { onDemand } = await loadLean(() => import(${kind}));
    const fault = await loadLean(() => import('file:///nowhere.mjs')).catch(({ code }) => code);
    parentPort.postMessage([typeof onDemand, fault, Object.keys((await import(${zod})).z.locales).length > 50]);`);
  assert.deepEqual(said, ['function', 'ERR_MODULE_NOT_FOUND', true]);
});
