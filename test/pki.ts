import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './folders.ts';

/** A certificate with its key, as files and as PEM. */
export interface Issued {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface IssueChoice {
  /** Who signs it; itself when not given. */
  readonly by?: Issued;
  /** Makes it a certificate authority, with so many more below it at most. */
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** `DNS:a.example,URI:spiffe://a` */
  readonly names?: string;
  /** `serverAuth`, `clientAuth`, `OCSPSigning`; all when not given. */
  readonly purpose?: string;
  /** Days that it lasts; one that is negative has expired. */
  readonly days?: number;
  /** `ec:P-256`, `rsa:2048`, … */
  readonly algorithm?: string;
  readonly digest?: string;
  readonly subject?: string;
  /** Lines of its extensions. */
  readonly more?: readonly string[];
}

/** A public key infrastructure made by the openssl command, gone after the test. */
export class Pki {
  readonly folder: string;
  #serial = 4096;

  constructor(t: { after(then: () => void): void }) {
    this.folder = temporaryFolder(t);
  }

  /** A root that signs others. */
  root(name: string, choice: IssueChoice = {}): Issued {
    return this.issue(name, { authority: true, ...choice });
  }

  issue(name: string, choice: IssueChoice = {}): Issued {
    const at = (ending: string): string => join(this.folder, `${name}.${ending}`);
    const [kind, of] = (choice.algorithm ?? 'ec:P-256').split(':');
    const making =
      kind === 'rsa'
        ? ['genrsa', '-out', at('key'), of!]
        : kind === 'ec'
          ? ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${of}`, '-out', at('key')]
          : ['genpkey', '-algorithm', kind!, '-out', at('key')];
    this.run(...making);
    const extensions = [
      choice.authority
        ? `basicConstraints=critical,CA:TRUE${choice.pathLength === undefined ? '' : `,pathlen:${choice.pathLength}`}`
        : 'basicConstraints=critical,CA:FALSE',
      choice.authority ? 'keyUsage=critical,keyCertSign,cRLSign' : 'keyUsage=critical,digitalSignature',
      'subjectKeyIdentifier=hash',
      ...(choice.names === undefined ? [] : [`subjectAltName=${choice.names}`]),
      ...(choice.purpose === undefined ? [] : [`extendedKeyUsage=${choice.purpose}`]),
      ...(choice.more ?? []),
    ];
    writeFileSync(at('ext'), extensions.join('\n'));
    const subject = choice.subject ?? `/O=Test/CN=${name}`;
    this.run('req', '-new', '-key', at('key'), '-subj', subject, '-out', at('csr'));
    const { by, days = 30 } = choice;
    const signer =
      by === undefined ? ['-signkey', at('key')] : ['-CA', by.certificateFile, '-CAkey', by.keyFile];
    const from = new Date(Date.now() - (days < 0 ? 10 : 1) * 86_400_000);
    const to = new Date(Date.now() + days * 86_400_000);
    const stamp = (date: Date): string => `${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;
    writeFileSync(at('index'), '');
    writeFileSync(at('serial'), `${(this.#serial++).toString(16)}\n`);
    if (by === undefined && days > 0) {
      const serial = ['-set_serial', String(this.#serial)];
      const line = ['-days', String(days), '-extfile', at('ext'), `-${choice.digest ?? 'sha256'}`, ...serial];
      this.run('x509', '-req', '-in', at('csr'), ...signer, ...line, '-out', at('crt'));
    } else this.#sign(at, choice, stamp(from), stamp(to));
    return {
      name,
      certificate: readFileSync(at('crt'), 'utf8'),
      key: readFileSync(at('key'), 'utf8'),
      certificateFile: at('crt'),
      keyFile: at('key'),
    };
  }

  /** By `openssl ca`, which takes dates of the past. */
  #sign(
    at: (ending: string) => string,
    { by, digest = 'sha256' }: IssueChoice,
    from: string,
    to: string,
  ): void {
    const config = [
      '[ca]',
      'default_ca=own',
      '[own]',
      `database=${at('index')}`,
      `serial=${at('serial')}`,
      `new_certs_dir=${this.folder}`,
      `default_md=${digest}`,
      'policy=any',
      'unique_subject=no',
      '[any]',
      'commonName=optional',
      'organizationName=optional',
      'organizationalUnitName=optional',
      'countryName=optional',
    ];
    writeFileSync(at('cnf'), config.join('\n'));
    const signer =
      by === undefined
        ? ['-selfsign', '-keyfile', at('key')]
        : ['-cert', by.certificateFile, '-keyfile', by.keyFile];
    const dates = ['-startdate', from, '-enddate', to];
    const files = ['-in', at('csr'), '-out', at('crt'), '-extfile', at('ext'), '-notext', '-preserveDN'];
    this.run('ca', '-batch', '-config', at('cnf'), ...signer, ...dates, ...files);
  }

  /** A revocation list of an authority, in PEM. `days`: until it runs out. */
  revocationList(by: Issued, revoked: readonly Issued[], days = 1): string {
    const at = (ending: string): string => join(this.folder, `${by.name}-crl.${ending}`);
    writeFileSync(at('index'), '');
    writeFileSync(at('number'), '1000\n');
    const config = [
      '[ca]',
      'default_ca=own',
      '[own]',
      `database=${at('index')}`,
      `crlnumber=${at('number')}`,
    ];
    writeFileSync(at('cnf'), [...config, 'default_md=sha256', 'unique_subject=no', '[ext]'].join('\n'));
    const signer = ['-config', at('cnf'), '-cert', by.certificateFile, '-keyfile', by.keyFile];
    for (const { certificateFile } of revoked) this.run('ca', ...signer, '-revoke', certificateFile);
    const stamp = (at: number): string => `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
    const last = stamp(Date.now() - 2 * 86_400_000);
    const dates = ['-crl_lastupdate', last, '-crl_nextupdate', stamp(Date.now() + days * 86_400_000)];
    this.run('ca', ...signer, '-gencrl', ...dates, '-out', at('pem'));
    return readFileSync(at('pem'), 'utf8');
  }

  /** Writes a file into its folder, and gives its path. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  run(...line: readonly string[]): string {
    return execFileSync('openssl', line, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
