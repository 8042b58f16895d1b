import { createServer, type Server } from 'node:net';
import { EXIT, Halt } from './halt.ts';

/**
 * Makes sure that nobody listens there, and gives the port: the one asked for, or for 0 one that is free.
 *
 * Workers open their port with `reusePort`, and the system would let two gateways share it in silence; an
 * exclusive listener for a moment finds out first.
 */
export async function claimPort(host: string, port: number, flag: string): Promise<number> {
  const open = await claimed(host, port, flag);
  for (let tries = 0; port === 0 && tries < mostTries; tries++) {
    try {
      return await claimed(host, firstFree + Math.floor(Math.random() * range), flag);
    } catch {
      // Somebody listens there.
    }
  }
  return open;
}

// Systems give connections to elsewhere ports above these: one of theirs could be gone before the workers open it.
const firstFree = 20_000;
const range = 12_000;
const mostTries = 16;

async function claimed(host: string, port: number, flag: string): Promise<number> {
  const server = createServer();
  const open = await openServer(server, host, port, flag);
  await new Promise((resolve) => server.close(resolve));
  return open;
}

/** Opens a server of Node's and gives its port; rejects with a `Halt` that says what to do. */
export function openServer(server: Server, host: string, port: number, flag: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) =>
      reject(cannotListen(fault.code ?? '', fault.message, host, port, flag)),
    );
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

/** `http://127.0.0.1:8080`, or with another scheme; an address that stands for every address is written as the loopback one. */
export function urlOf(host: string, port: number, scheme = 'http'): string {
  const shown = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${scheme}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** Why a port could not be opened, for whoever started the gateway. `flag` chooses another. */
export function cannotListen(code: string, message: string, host: string, port: number, flag: string): Halt {
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return new Halt(EXIT.address, `the address ${at} is in use by another process`, [
        `Choose another port with ${flag} <n>, or ${flag} 0 for any that is free.`,
      ]);
    case 'EACCES':
      return new Halt(EXIT.address, `this user may not listen on ${at}`, [
        `Ports below 1024 need a privilege; choose another with ${flag} <n>.`,
      ]);
    case 'EADDRNOTAVAIL':
      return new Halt(EXIT.address, `${host} is no address of this machine`, [
        'Use 127.0.0.1, ::1, 0.0.0.0 (every IPv4 address), :: (every address), or one that `ip address` shows.',
      ]);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Halt(EXIT.address, `${host} is neither an address nor the name of a machine`, [
        'Use 127.0.0.1, ::1, 0.0.0.0 (every IPv4 address), :: (every address), or one that `ip address` shows.',
      ]);
    default:
      return new Halt(EXIT.address, `cannot listen on ${at}: ${message}`, [
        `Choose another port with ${flag} <n>.`,
      ]);
  }
}
