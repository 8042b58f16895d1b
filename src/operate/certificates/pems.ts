import { createPrivateKey, X509Certificate } from 'node:crypto';
import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { Definition } from '../../define/model/definition.ts';
import { clientCertificatePlaces } from '../../guard/dispatch/upstream/tls-terms.ts';
import type { ClientCertificates } from './client-certificates.ts';
import { textOf } from './text-of.ts';

/** What came of reading files of PEM; texts by the place that named them. */
export interface PemReading {
  readonly pems: ReadonlyMap<string, string>;
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** What the servers behind a definition's integrations are shown and trusted by, as PEM texts by their places. */
export async function readPems(definition: Definition, made: ClientCertificates): Promise<PemReading> {
  const { files, ...read } = await readPemFiles(definition);
  const [pems, notes] = [new Map(read.pems), [...read.notes]];
  for (const certificate of definition.clientCertificates ?? []) {
    const places = clientCertificatePlaces(certificate.clientCertificateId);
    const identity = made.identity(certificate);
    pems.set(places.certificate, identity.certificate);
    pems.set(places.key, identity.key);
    notes.push(...made.notes(certificate));
  }
  return { pems, notes, files };
}

/** The same of the files alone that a definition names; nothing is made. */
export async function readPemFiles(definition: Definition): Promise<PemReading> {
  const pems = new Map<string, string>();
  const notes: Note[] = [];
  const files = new Map<string, Origin>();
  for (const { origin, tls } of named(definition)) {
    for (const place of [tls.ca, tls.certificate, tls.key]) {
      if (place !== undefined && !files.has(place)) files.set(place, origin);
    }
  }
  for (const [place, origin] of files) {
    const text = await textOf(place);
    const flaw = text === null ? 'cannot be read' : flawOf(text);
    if (flaw !== '') notes.push(error('certificate.unusable', `${place} ${flaw}`, origin));
    else pems.set(place, text!);
  }
  return { pems, notes, files: [...files.keys()] };
}

interface Named {
  readonly origin: Origin;
  readonly tls: { readonly ca?: string; readonly certificate?: string; readonly key?: string };
}

/** The integrations that name files of their own. */
const named = ({ apis }: Definition): Named[] =>
  apis.flatMap(({ resources }) =>
    resources.flatMap(({ methods }) =>
      methods.flatMap(({ origin, integration }) => {
        const { tls } = (integration.settings ?? {}) as { tls?: Named['tls'] };
        return tls === undefined ? [] : [{ origin, tls }];
      }),
    ),
  );

function flawOf(text: string): string {
  try {
    if (text.includes('PRIVATE KEY-----')) createPrivateKey(text);
    else new X509Certificate(text);
    return '';
  } catch {
    return 'holds neither a certificate nor a private key in PEM without a passphrase';
  }
}
