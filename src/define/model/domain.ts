import type { Element } from './element.ts';
import type { RoutingMode } from './routing-rule.ts';

/** Security policies by AWS's names ("Security policies for REST APIs in API Gateway"). */
export const securityPolicies = [
  'TLS_1_0',
  'TLS_1_2',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_2021_06',
  'SecurityPolicy_TLS13_2025_EDGE',
  'SecurityPolicy_TLS12_PFS_2025_EDGE',
  'SecurityPolicy_TLS12_2018_EDGE',
] as const;
export type SecurityPolicy = (typeof securityPolicies)[number];

/** A host name that APIs answer on: its certificate, and what the other side must bring. */
export interface Domain extends Element {
  /** In lower case: `api.example.com`; `*.example.com` for one label more; `*` for whatever no other domain names. */
  readonly name: string;
  readonly arn: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  /** Which certificate it shows, by an ARN that leads to files of the data folder; '' when none is named. */
  readonly certificateArn: string;
  /** PEM files (absolute) in the place of an ARN; null: none are named. */
  readonly files: CertificateFiles | null;
  /** Has its certificate from an authority that is asked for it (ACME); absent: it does not. */
  readonly acme?: AcmeTerms;
  readonly securityPolicy: SecurityPolicy;
  /** STRICT: a request must name the host that its connection was opened for. */
  readonly accessMode: 'BASIC' | 'STRICT';
  /** Absent: its mappings alone are asked. */
  readonly routing?: RoutingMode;
  readonly mutualTls: MutualTls | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Files in PEM. */
export interface CertificateFiles {
  /** The certificate, and behind it those that lead to its root. */
  readonly certificate: string;
  readonly key: string;
}

/** On what terms a certificate is asked for (RFC 8555), by a challenge over plain HTTP (http-01). */
export interface AcmeTerms {
  /** The address of the authority's directory. */
  readonly directory: string;
  /** Where the authority writes to, when something is wrong with a certificate. */
  readonly email: string;
  /** A PEM file (absolute) of who may vouch for the directory's own address; '': whom everybody trusts. */
  readonly authorities: string;
}

/** A certificate that is made here, and shown to the servers behind stages that name it. */
export interface ApiClientCertificate extends Element {
  /** Six lower-case letters and digits. */
  readonly clientCertificateId: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Which client certificates are taken. */
export interface MutualTls {
  /** A PEM bundle: an absolute path, or `s3://bucket/key`, which lies in the data folder. */
  readonly truststore: string;
  readonly version: string;
  readonly revocation: Revocation;
}

/** How it is found out that a certificate was taken back, beyond what API Gateway does. */
export interface Revocation {
  /** Lists (CRLs): absolute paths, or http(s) addresses. None: no list is asked. */
  readonly lists: readonly string[];
  /** Asks the authority (OCSP): at its own address, at another one, or not at all. */
  readonly ocsp: 'off' | 'issuer' | (string & {});
  /** What becomes of a certificate of which nothing can be found out. */
  readonly unknown: 'refuse' | 'allow';
  /** How often lists are fetched from addresses, and authorities asked, again, in milliseconds. */
  readonly refreshMs: number;
}

export const NO_REVOCATION: Revocation = Object.freeze({
  lists: [],
  ocsp: 'off',
  unknown: 'refuse',
  refreshMs: 3_600_000,
});

/** Finds the domain that a host name belongs to: by the whole name, by `*.` and the rest, or the one for all others. */
export class DomainNames<D> {
  readonly #byName = new Map<string, D>();

  add(name: string, domain: D): void {
    if (!this.#byName.has(name)) this.#byName.set(name, domain);
  }

  /** `host` in lower case, without a port and the dot of the root; null when no domain has it. */
  of(host: string): D | null {
    const exact = this.#byName.get(host);
    if (exact !== undefined && host !== '*') return exact;
    const dot = host.indexOf('.');
    const wild = dot > 0 ? this.#byName.get(`*${host.slice(dot)}`) : undefined;
    return wild ?? this.#byName.get('*') ?? null;
  }
}
