import { hash } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { DomainNames } from '../../../define/model/domain.ts';
import { ClientJudge } from './client-judge.ts';
import type { DomainMaterial, SecureMaterial } from './material.ts';
import { policyOptions } from './policies.ts';

/** What is spoken inside, in the order it is preferred (ALPN). */
const PROTOCOLS = ['h2', 'http/1.1'];

/** Tells how a handshake ended. */
export interface HandshakeEvents {
  secured(socket: TLSSocket): void;
  failed(socket: TLSSocket): void;
}

/** A domain that can be spoken to: its server speaks TLS, and has no port of its own. */
export class SecureDomain {
  readonly id: string;
  /** Null: it asks for no client certificate. */
  readonly judge: ClientJudge | null;
  readonly #server: Server;

  constructor(
    material: DomainMaterial,
    ticketSecret: Uint8Array,
    events: HandshakeEvents,
    before: SecureDomain | null,
  ) {
    const { id, certificate, key, policy, mutual } = material;
    this.id = id;
    this.judge = mutual === null ? null : new ClientJudge(mutual, before?.judge);
    this.#server = createServer({
      ...policyOptions(policy, mutual === null),
      cert: certificate,
      key,
      ...(mutual === null ? {} : { ca: mutual.truststore, requestCert: true }),
      // Whoever is turned away gets an answer that says so, and an event: the judge decides.
      rejectUnauthorized: false,
      ALPNProtocols: PROTOCOLS,
      // A ticket of one domain opens no session at another, whatever that one asks of its clients.
      ticketKeys: ticketKeys(ticketSecret, material),
      sessionIdContext: hash('sha256', `${id} ${material.names.join(' ')}`).slice(0, 32),
    });
    this.#server.on('secureConnection', events.secured);
    this.#server.on('tlsClientError', (_, socket) => events.failed(socket));
  }

  /** Goes on with a connection whose first bytes have been put back. */
  take(socket: Socket): void {
    this.#server.emit('connection', socket);
  }
}

/** 48 bytes, others for each domain and certificate, and the same in every worker. */
function ticketKeys(secret: Uint8Array, { id, names, certificate }: DomainMaterial): Buffer {
  const base = `${Buffer.from(secret).toString('hex')} ${id} ${names.join(' ')} ${certificate}`;
  return hash('sha384', base, 'buffer');
}

/** The domains of a listener, by the names that clients ask for. */
export class SecureDomains {
  readonly #names = new DomainNames<SecureDomain>();
  readonly #byId = new Map<string, SecureDomain>();
  readonly #first: SecureDomain | null;

  /** `before`: those whose place these take. Throws when a certificate or a key cannot be used. */
  constructor(material: SecureMaterial, events: HandshakeEvents, before: SecureDomains | null) {
    const domains = material.domains.map((one) => {
      const domain = new SecureDomain(one, material.ticketSecret, events, before?.byId(one.id) ?? null);
      this.#byId.set(domain.id, domain);
      for (const name of one.names) this.#names.add(name, domain);
      return domain;
    });
    this.#first = domains[0] ?? null;
  }

  /** Who answers to a name; '' when the client asked for none. Null: nobody does. */
  of(serverName: string): SecureDomain | null {
    return this.#names.of(serverName) ?? this.#first;
  }

  byId(id: string): SecureDomain | null {
    return this.#byId.get(id) ?? null;
  }
}
