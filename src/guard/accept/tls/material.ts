import type { Revocation, SecurityPolicy } from '../../../define/model/domain.ts';

/** What a listener speaks TLS with, as plain data that can be sent to a worker. It holds private keys. */
export interface SecureMaterial {
  /** What the keys of session tickets are made from: the same in all workers, another one from time to time. */
  readonly ticketSecret: Uint8Array;
  /** The first is shown to who asks for a name that none has. */
  readonly domains: readonly DomainMaterial[];
}

export interface DomainMaterial {
  /** The id of the domain in the definition; '' for the names of this machine. */
  readonly id: string;
  /** In lower case; `*.` stands for one label, `*` for all names that no other domain has. */
  readonly names: readonly string[];
  /** PEM: the certificate and those that lead to its root; and its key. */
  readonly certificate: string;
  readonly key: string;
  readonly policy: SecurityPolicy;
  readonly mutual: MutualMaterial | null;
}

/** What client certificates are judged by. */
export interface MutualMaterial {
  /** PEM, one certificate behind the other. */
  readonly truststore: string;
  readonly revocation: Revocation;
  /** The lists that could be had. */
  readonly lists: readonly RevocationList[];
}

/** A certificate revocation list (RFC 5280 5), its signature checked. */
export interface RevocationList {
  /** The certificate of the truststore that it was signed with, by its SHA-256 as Node writes it (`AB:CD:…`). */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly thisUpdate: number;
  /** After this it says nothing any more. */
  readonly nextUpdate: number;
  /** True: it says nothing of authorities. */
  readonly onlyUsers: boolean;
  /** Hex, in small letters, without zeros in front. */
  readonly serials: ReadonlySet<string>;
}
