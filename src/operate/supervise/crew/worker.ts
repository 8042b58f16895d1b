import { parentPort } from 'node:worker_threads';
import { Clock } from '../../../base/clock.ts';
import { Recorder } from '../../../guard/record/record.ts';
import { type Credentials, Gateway } from '../../../guard/serve/gateway.ts';
import { giveBackMemory } from '../spare-memory.ts';
import { Calls } from './calls.ts';
import { systemDns } from './dns.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

// One worker: its own listener on the shared port, its own compiled pipeline. The supervisor ends it when it
// has drained, and replaces it when it dies of what nobody caught.
const port = parentPort!;
const send = (message: FromWorker): void => port.postMessage(message);
const calls = new Calls(send);
let gateway: Gateway | null = null;
let listening: Promise<void> = Promise.resolve();

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'begin':
      begin(message.start);
      break;
    case 'invoked':
      calls.settle(message.call, message.invocation);
      break;
    case 'apply':
      apply(message.definition, message.cells);
      break;
    case 'secure':
      secure(message.credentials);
      break;
    case 'drain':
      void drain(message.graceMs);
  }
});

function begin(start: WorkerStart): void {
  const clock = new Clock(start.clock);
  const recorder = new Recorder(start.ring, start.index, clock);
  const opened = new Gateway(
    {
      clock,
      record: (x, decision) => recorder.record(x, decision),
      invoke: calls.invoke,
      dns: systemDns(),
      pems: start.pems,
    },
    start.definition,
    start.cells,
  );
  gateway = opened;
  giveBackMemory();
  listening = listen(opened, start.listen);
}

async function listen(opened: Gateway, ports: WorkerStart['listen']): Promise<void> {
  for (const options of ports) {
    try {
      await opened.listen(options);
    } catch (fault) {
      const { code = '', message } = fault as NodeJS.ErrnoException;
      send({ kind: 'deaf', port: options.port, code, message });
      return;
    }
  }
  send({ kind: 'listening' });
}

function secure(credentials: Credentials): void {
  try {
    gateway?.secure(credentials);
  } catch (fault) {
    send({ kind: 'kept-certificates', message: String(fault) });
  }
}

function apply(definition: WorkerStart['definition'], cells: WorkerStart['cells']): void {
  try {
    gateway?.apply(definition, cells);
    send({ kind: 'applied', generation: definition.generation });
  } catch (fault) {
    send({ kind: 'kept', generation: definition.generation, message: String(fault) });
  }
}

async function drain(graceMs: number): Promise<void> {
  await listening;
  await gateway?.close(graceMs);
  send({ kind: 'drained' });
}
