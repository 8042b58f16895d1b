import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** No definition is larger, in bytes. */
const mostBytes = 64 * 1024 * 1024;
/** How long a pipe may take to give all, in milliseconds. */
const patienceMs = 10_000;
const pauseMs = 10;

/**
 * Reads a file, or what somebody writes into a pipe (`portcullis check <(cdk synth)`). Rejects with the system's error,
 * or one that says what it is instead. A pipe that nobody writes to holds nothing up: to wait for it would take a thread
 * along, and the process could not even end.
 */
export async function readText(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (found.size > mostBytes) throw tooLarge();
    if (found.isFile()) return await handle.readFile('utf8');
    if (found.isDirectory()) throw new Refused('EISDIR');
    if (found.isFIFO()) return await piped(handle);
    throw new Refused('it is no file');
  } finally {
    await handle.close();
  }
}

async function piped(handle: FileHandle): Promise<string> {
  const chunks: Buffer[] = [];
  const end = performance.now() + patienceMs;
  for (let bytes = 0; ; ) {
    const chunk = await taken(handle);
    if (chunk === null) {
      if (performance.now() > end) throw new Refused(`it gave no end within ${patienceMs / 1000} s`);
      await pause(pauseMs);
    } else if (chunk.length === 0) return Buffer.concat(chunks).toString();
    else {
      bytes += chunk.length;
      if (bytes > mostBytes) throw tooLarge();
      chunks.push(chunk);
    }
  }
}

/** What is there now: null when somebody may still write, nothing when it has ended. */
async function taken(handle: FileHandle): Promise<Buffer | null> {
  const room = Buffer.allocUnsafe(65_536);
  try {
    const { bytesRead } = await handle.read(room, 0, room.length, null);
    return room.subarray(0, bytesRead);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw fault;
  }
}

const tooLarge = (): Refused => new Refused(`it is over ${mostBytes / 1024 ** 2} MB`);

/** Why, in the place of the system's code. */
class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
