import { z } from 'zod';
import type { Given } from '../../decide/given.ts';
import type { Site } from '../../decide/layer.ts';

/** How a server is spoken to over TLS, as an integration may say it. */
export const tlsShape = z
  .strictObject({
    insecureSkipVerification: z
      .boolean()
      .default(false)
      .describe(
        'True: a certificate that nobody trusted has signed is taken; its time and its names are checked all the same.',
      ),
    serverName: z
      .string()
      .optional()
      .describe(
        'The name that is asked for and that the certificate must bear; the host of the URI if not given.',
      ),
    ca: z
      .string()
      .optional()
      .describe('The authorities that may have signed it, a PEM file; those of Node if not given.'),
    certificate: z.string().optional().describe('The certificate that is shown to the server, a PEM file.'),
    key: z.string().optional().describe('Its key, a PEM file.'),
  })
  .describe('How the server is spoken to over TLS.');

export type TlsSettings = Readonly<z.infer<typeof tlsShape>>;

/** What the connections of a pool speak TLS with. */
export interface TlsTerms {
  /** Names them: pools are shared by those that are equal. */
  readonly key: string;
  /** '' : the host of the server. */
  readonly serverName: string;
  readonly verify: 'all' | 'names';
  /** PEM texts as they are now, undefined where none is named. Throws when one that is named is not there. */
  texts(): { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/** Of a server that Node’s authorities vouch for, and that is shown no certificate. */
export const USUAL_TERMS: TlsTerms = Object.freeze({
  key: '',
  serverName: '',
  verify: 'all',
  texts: () => ({}),
});

/** Where the certificate and the key that API Gateway makes for a stage lie. */
export const clientCertificatePlaces = (
  id: string,
): { readonly certificate: string; readonly key: string } => ({
  certificate: `client-certificate:${id}:certificate`,
  key: `client-certificate:${id}:key`,
});

/** The terms of an integration: its own, and where it shows no certificate the one of its stage. */
export function tlsTerms(settings: TlsSettings | undefined, site: Site, given: Given): TlsTerms {
  const stage = site.stage.clientCertificateId ?? '';
  const shown =
    settings?.certificate === undefined
      ? stage === ''
        ? null
        : clientCertificatePlaces(stage)
      : { certificate: settings.certificate, key: settings.key ?? settings.certificate };
  const { ca, serverName = '', insecureSkipVerification = false } = settings ?? {};
  const read = (place: string): string => {
    const text = given.pem?.(place) ?? null;
    if (text === null) throw new Error(`${place} is not there`);
    return text;
  };
  return {
    key: JSON.stringify([
      serverName,
      insecureSkipVerification,
      ca ?? '',
      shown?.certificate ?? '',
      shown?.key ?? '',
    ]),
    serverName,
    verify: insecureSkipVerification ? 'names' : 'all',
    texts: () => ({
      ...(ca === undefined ? {} : { ca: read(ca) }),
      ...(shown === null ? {} : { cert: read(shown.certificate), key: read(shown.key) }),
    }),
  };
}
