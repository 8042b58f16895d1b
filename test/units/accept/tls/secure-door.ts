import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { NO_REVOCATION, type Revocation } from '../../../../src/define/model/domain.ts';
import type { AcceptOptions, DomainMaterial, SecureMaterial } from '../../../../src/guard/accept/accept.ts';
import type { Issued } from '../../../pki.ts';
import { type Door, door } from '../caller.ts';

/** A domain with a certificate; with a truststore its clients must bring one as well. */
export function domain(
  name: string,
  server: Issued,
  truststore: readonly Issued[] = [],
  revocation: Partial<Revocation> = {},
): DomainMaterial {
  const mutual = {
    truststore: truststore.map((one) => one.certificate).join(''),
    revocation: { ...NO_REVOCATION, ...revocation },
    lists: [],
  };
  return {
    id: `test/${name}`,
    names: [name],
    certificate: server.certificate,
    key: server.key,
    policy: 'TLS_1_2',
    mutual: truststore.length === 0 ? null : mutual,
  };
}

export const material = (...domains: readonly DomainMaterial[]): SecureMaterial => ({
  ticketSecret: new Uint8Array(48).fill(7),
  domains,
});

/** A door that speaks TLS. */
export const secureDoor = (
  t: TestContext,
  secure: SecureMaterial,
  serve?: Parameters<typeof door>[1],
  options: Partial<AcceptOptions> = {},
): Promise<Door> => door(t, serve, { secure, ...options });

/** Runs a command with text on its standard input; never rejects. */
export function ran(
  command: string,
  line: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, line, { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.stdin.on('error', () => {});
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}
