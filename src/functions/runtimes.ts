import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LambdaFunction } from '../define/model/function.ts';
import { underModuleScope } from './code.ts';
import { type FunctionLimits, responseBytes } from './limits.ts';

/** How to start a runtime on this machine, or why there is none. */
export type Start =
  | { readonly command: string; readonly args: readonly string[] }
  | { readonly code: string; readonly missing: string };

const nodeRuntime = fileURLToPath(new URL('./runtime/node.cjs', import.meta.url));
const pythonRuntime = fileURLToPath(new URL('./runtime/python.py', import.meta.url));

/** Chooses the runtime by its Lambda name: `nodejs24.x`, `python3.13`. */
export function startOf(fn: LambdaFunction, folder: string, limits: FunctionLimits, python: Python): Start {
  const bounds = JSON.stringify({
    log: { entryBytes: limits.entryBytes, invocationBytes: limits.invocationBytes },
    responseBytes,
    foreignScope: underModuleScope(folder),
  });
  if (/^nodejs\d/.test(fn.runtime)) {
    const heapMb = Math.max(64, fn.memoryMb);
    const flags = [`--max-old-space-size=${heapMb}`, '--no-experimental-detect-module'];
    return { command: process.execPath, args: [...flags, nodeRuntime, bounds] };
  }
  if (/^python3/.test(fn.runtime)) {
    const command = python.find();
    if (command !== null) return { command, args: ['-u', '-X', 'utf8', pythonRuntime, bounds] };
    return {
      code: 'function.no-python',
      missing: `${fn.name} needs ${fn.runtime}, and there is no python3 on this machine; install it to run this function`,
    };
  }
  return {
    code: 'function.unsupported-runtime',
    missing: `${fn.name} needs the runtime ${fn.runtime || '(none)'}; only nodejs and python3 run on this machine`,
  };
}

/** The machine's Python 3. */
export class Python {
  readonly #path: string;
  #found: string | null | undefined;

  /** `path`: the folders to look in, joined by colons. */
  constructor(path: string) {
    this.#path = path;
  }

  /** The interpreter itself rather than a shim in front of it; null when there is none. Looks once. */
  find(): string | null {
    if (this.#found !== undefined) return this.#found;
    const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      env: { PATH: this.#path, HOME: process.env.HOME ?? '/' },
      // Where nothing else is amiss, a busy machine must not be taken for one without Python.
      timeout: 20_000,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#found = status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
    return this.#found;
  }
}
