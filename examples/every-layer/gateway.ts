import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A gateway in a process of its own, on ports that are free. */
export interface Running {
  readonly secure: string;
  readonly endpoint: string;
  readonly data: string;
  readonly outputs: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../../bin/portcullis.mjs', import.meta.url));
const ports = ['--port', '--https-port', '--endpoint-port', '--console-port'].flatMap((flag) => [flag, '0']);

/** Starts the example and waits until it is up. */
export async function started(): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), 'portcullis-layers-'));
  const child = spawn(
    process.execPath,
    [program, 'up', join(here, 'template.yaml'), ...ports, '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, LOG_LEVEL: 'WARN' },
    },
  );
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  let said = '';
  const up = new Promise<boolean>((resolve) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('Try next')) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await up)) throw new Error(`the gateway ended: ${said}`);
  const after = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? '';
  return {
    secure: after(/(https:\/\/127\.0\.0\.1:\d+)/),
    endpoint: after(/AWS endpoint +(\S+)/),
    data,
    outputs: { Url: after(/Url +(\S+)/), Pool: after(/Pool +(\S+)/), Client: after(/Client +(\S+)/) },
    stop,
  };
}
