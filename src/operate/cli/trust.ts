import { X509Certificate } from 'node:crypto';
import { pemBlocks } from '../../base/der.ts';
import { quoted } from './self.ts';
import type { Paint } from './terminal.ts';

/** An authority of the bundle. */
export interface Authority {
  readonly name: string;
  readonly fingerprint256: string;
  readonly validTo: string;
}

export const authoritiesIn = (bundle: string): Authority[] =>
  pemBlocks('CERTIFICATE', bundle).map((block) => {
    const { subject, fingerprint256, validTo } = new X509Certificate(block);
    return { name: /(?:^|\n)CN=(.*)/.exec(subject)?.[1] ?? subject, fingerprint256, validTo };
  });

/** How people and programs come to trust the authorities in a file. */
export function trustLines(file: string, bundle: string, paint: Paint): string[] {
  const path = quoted(file);
  const authorities = authoritiesIn(bundle).flatMap(({ name, fingerprint256, validTo }) => [
    `  ${name}`,
    paint.dim(`    SHA-256 ${fingerprint256}, until ${validTo}`),
  ]);
  return [
    paint.bold('Authorities made on this machine'),
    ...authorities,
    '',
    `Each can sign for the names it bears alone; its key never leaves the data folder. All are in ${paint.cyan(file)}.`,
    '',
    paint.bold('Trust them'),
    `  curl              curl --cacert ${path} https://localhost:8443/`,
    `  Node              NODE_EXTRA_CA_CERTS=${path} node app.mjs`,
    `  Python            REQUESTS_CA_BUNDLE=${path} python3 app.py   (also SSL_CERT_FILE)`,
    `  AWS CLI, SDKs     AWS_CA_BUNDLE=${path} aws …`,
    `  Debian, Ubuntu    sudo cp ${path} /usr/local/share/ca-certificates/portcullis.crt && sudo update-ca-certificates`,
    `  macOS             sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain ${path}`,
    `  Windows           certutil -addstore -user Root ${path}`,
    `  Chrome on Linux   certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n portcullis -i ${path}`,
    '  Firefox           Settings, Privacy & Security, View Certificates, Authorities, Import',
    '',
    'Where one file is taken for one authority (macOS, Windows, browsers), give the ca.pem of each folder beside it.',
  ];
}
