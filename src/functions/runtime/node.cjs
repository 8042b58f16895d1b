'use strict';
// The runtime of Node functions, in a process of its own. It reads events from descriptor 3, one at a time,
// and writes what it has to say to descriptor 4: frames of a 32-bit length, a line of JSON, and a body.
// Writes are synchronous, so that nothing is lost when the code exits, aborts or never returns.
const { existsSync, readFileSync, writeSync } = require('node:fs');
const { Socket } = require('node:net');
const { dirname, join, resolve } = require('node:path');
const { format, types } = require('node:util');

const { log: limits, responseBytes, foreignScope } = JSON.parse(process.argv[2]);
process.argv.length = 2;
const root = process.env.LAMBDA_TASK_ROOT;
const exit = process.exit.bind(process);
const maxRss = () => process.resourceUsage().maxRSS * 1024;

/** The invocation under way, or null. */
let current = null;
let handler = null;
let budget = limits.invocationBytes;
let dropped = 0;

// --- the channel

function send(head, body = '') {
  const line = `${JSON.stringify(head)}\n`;
  const lineBytes = Buffer.byteLength(line);
  const bytes = Buffer.allocUnsafe(4 + lineBytes + Buffer.byteLength(body));
  bytes.writeUInt32BE(bytes.length - 4, 0);
  bytes.write(line, 4);
  bytes.write(body, 4 + lineBytes);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(4, bytes, sent);
    } catch (error) {
      if (error.code !== 'EAGAIN') exit(1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function log(level, text) {
  if (budget <= 0) {
    dropped += text.length;
    return;
  }
  if (text.length > limits.entryBytes) text = text.slice(0, limits.entryBytes + 1);
  budget -= text.length + 1;
  send({ say: 'log', level }, text);
  if (budget <= 0) send({ say: 'over' });
}

for (const [method, level] of Object.entries({
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
})) {
  console[method] = (...parts) => log(level, format(...parts));
}

// A pipe that is full makes the code wait, rather than the bytes: those would be lost when it exits.
for (const name of ['stdout', 'stderr']) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  const open = () => {
    const stream = get.call(process);
    stream._handle?.setBlocking?.(true);
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
    return stream;
  };
  Object.defineProperty(process, name, { get: open, configurable: true, enumerable: true });
}

// --- errors, as Lambda shows them

function failure(thrown, type) {
  try {
    if (types.isNativeError(thrown) || thrown instanceof Error) {
      const errorMessage = String(thrown.message).slice(0, limits.entryBytes);
      const trace = String(thrown.stack ?? '')
        .slice(0, limits.entryBytes)
        .split('\n');
      return { errorType: type ?? String(thrown.name), errorMessage, trace };
    }
    return {
      errorType: type ?? typeof thrown,
      errorMessage: String(thrown).slice(0, limits.entryBytes),
      trace: [],
    };
  } catch {
    return {
      errorType: type ?? 'Error',
      errorMessage: 'what was thrown cannot be written as text',
      trace: [],
    };
  }
}

function initFailure(error) {
  const code = error?.code;
  if (error instanceof SyntaxError) {
    return {
      ...failure(error, 'Runtime.UserCodeSyntaxError'),
      errorMessage: `SyntaxError: ${error.message}`,
    };
  }
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return { ...failure(error, 'Runtime.ImportModuleError'), errorMessage: `Error: ${error.message}` };
  }
  return failure(error, error?.lambdaType);
}

const refusal = (lambdaType, message) => Object.assign(new Error(message), { lambdaType });

// --- one invocation

function settle(say, body) {
  if (current === null) return;
  const { id } = current;
  current = null;
  input.ref();
  send({ say, id, rss: maxRss(), dropped }, body);
}

function succeed(value) {
  if (current === null) return;
  let text;
  try {
    text = JSON.stringify(value) ?? 'null';
  } catch (error) {
    log('ERROR', `Unable to stringify response body: ${failure(error).errorMessage}`);
    settle('error', JSON.stringify(failure(new Error('Unable to stringify response body'))));
    return;
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > responseBytes) settle('large', String(bytes));
  else settle('answer', text);
}

function fail(thrown, type) {
  if (current === null) return;
  const what = failure(thrown, type);
  log(
    'ERROR',
    `Invoke Error \t${JSON.stringify({ errorType: what.errorType, errorMessage: what.errorMessage, stack: what.trace })}`,
  );
  settle('error', JSON.stringify(what));
}

const done = (error, value) => (error === null || error === undefined ? succeed(value) : fail(error));

function contextOf(head, mine) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: head.version,
    invokedFunctionArn: head.arn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: head.id,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, head.timeoutMs - Math.round(performance.now() - mine.began)),
    done: (error, value) => current === mine && done(error, value),
    succeed: (value) => current === mine && succeed(value),
    fail: (error) => current === mine && fail(error),
  };
}

function begin(head, text) {
  // What happens once nothing is left to wait for: an answer of null, unless the code says otherwise.
  const mine = { id: head.id, began: performance.now(), whenIdle: () => succeed(null) };
  current = mine;
  budget = limits.invocationBytes;
  dropped = 0;
  input.unref();
  send({ say: 'begun', id: head.id });
  const context = contextOf(head, mine);
  const callback = (error, value) => {
    if (current !== mine) return;
    if (context.callbackWaitsForEmptyEventLoop) mine.whenIdle = () => done(error, value);
    else done(error, value);
  };
  try {
    const given = handler(JSON.parse(text), context, callback);
    if (typeof given?.then === 'function') {
      mine.whenIdle = () =>
        fail(
          new Error('Nothing is left to wait for, and the promise of the handler is not settled'),
          'Runtime.NodeJsExit',
        );
      given.then(
        (value) => current === mine && succeed(value),
        (error) => current === mine && fail(error),
      );
    } else if (given !== undefined && handler.length < 3 && current === mine) succeed(given);
  } catch (error) {
    if (current === mine) fail(error);
  }
}

process.on('beforeExit', () => current?.whenIdle());

function perish(thrown, title, type, code) {
  const what = failure(thrown, type);
  log('ERROR', `${title} \t${JSON.stringify({ ...what, stack: what.trace, trace: undefined })}`);
  if (current !== null) settle('error', JSON.stringify(what));
  else if (handler === null) send({ say: 'failed' }, JSON.stringify(what));
  exit(code);
}
process.on('uncaughtException', (error) => perish(error, 'Uncaught Exception', undefined, 129));
process.on('unhandledRejection', (reason) =>
  perish(reason, 'Unhandled Promise Rejection', 'Runtime.UnhandledPromiseRejection', 128),
);

// --- the handler

/** Whether the nearest package.json between the file and the root of the code says `"type": "module"`. */
function inModuleScope(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === root || folder === dirname(folder)) return false;
  }
}

async function load(name) {
  const slash = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', slash);
  if (dot <= slash || dot === name.length - 1 || name.includes('..')) {
    throw refusal('Runtime.MalformedHandlerName', `Bad handler: ${name}; must be file.export`);
  }
  const stem = name.slice(0, dot);
  const file = ['.js', '.mjs', '.cjs']
    .map((ending) => resolve(root, stem + ending))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw refusal(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${stem}' in the code of the function`,
    );
  }
  if (foreignScope) holdScope();
  const asModule = file.endsWith('.mjs') || (file.endsWith('.js') && inModuleScope(file));
  let found = asModule ? await import(require('node:url').pathToFileURL(file).href) : require(file);
  for (const part of name.slice(dot + 1).split('.')) found = found?.[part];
  if (found === undefined) {
    throw refusal('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw refusal('Runtime.HandlerNotFound', `${name} is not a function`);
  return found;
}

/** A package.json above the code would say how to read it here, though not on Lambda: it is not listened to. */
function holdScope() {
  const { registerHooks } = require('node:module');
  const prefix = `${require('node:url').pathToFileURL(root).href}/`;
  registerHooks({
    load(url, context, next) {
      const mine = url.startsWith(prefix) && url.endsWith('.js') && !url.includes('/node_modules/');
      if (!mine || inModuleScope(require('node:url').fileURLToPath(url))) return next(url, context);
      return next(url, { ...context, format: 'commonjs' });
    },
  });
}

// --- the input

let chunks = [];
let have = 0;
const input = new Socket({ fd: 3, readable: true, writable: false });
input.on('data', (chunk) => {
  chunks.push(chunk);
  have += chunk.length;
  if (have < 4) return;
  if (chunks[0].length < 4) chunks = [Buffer.concat(chunks)];
  const end = 4 + chunks[0].readUInt32BE(0);
  if (have < end) return;
  const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, have);
  chunks = [];
  have = 0;
  const newline = bytes.indexOf(10, 4);
  begin(JSON.parse(bytes.toString('utf8', 4, newline)), bytes.toString('utf8', newline + 1, end));
});
// The gateway has ended, or wants this process to.
input.on('end', () => exit(0));
input.on('error', () => exit(0));

load(process.env._HANDLER).then(
  (found) => {
    handler = found;
    if (/^nodejs(2[4-9]|[3-9]\d)\./.test(process.env.AWS_EXECUTION_ENV.slice(11)) && found.length > 2) {
      log('WARN', 'a handler with a callback runs here, but AWS Lambda refuses it from nodejs24.x on');
    }
    send({ say: 'ready' });
  },
  (error) => {
    const what = initFailure(error);
    log('ERROR', `Uncaught Exception \t${JSON.stringify({ ...what, stack: what.trace, trace: undefined })}`);
    send({ say: 'failed' }, JSON.stringify(what));
    exit(1);
  },
);
