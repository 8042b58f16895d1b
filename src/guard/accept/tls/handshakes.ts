import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { networkOf } from '../../../base/address.ts';
import { Connection } from '../connection.ts';
import { Http2Connection } from '../http2/http2-connection.ts';
import type { Peer } from '../peer.ts';
import type { Shared } from '../shared.ts';
import type { Chain } from './chain.ts';
import type { Judgement } from './client-judge.ts';
import { endsOf, Handshake, type HandshakeOwner } from './handshake.ts';
import type { SecureMaterial } from './material.ts';
import { type SecureDomain, SecureDomains } from './secure-domains.ts';
import { Session } from './session.ts';

/** How often certificates of open connections are looked at again, in milliseconds. */
const REVIEW_MS = 30_000;

/** The TLS side of a listener: the handshakes under way, bounded in all and for each address, and who came through. */
export class Handshakes implements HandshakeOwner {
  readonly #shared: Shared;
  readonly #underWay = new Set<Handshake>();
  readonly #begun = new Map<string, Handshake>();
  readonly #byAddress = new Map<string, number>();
  readonly #counted = new Map<Handshake, string>();
  /** Clients that brought a good certificate, while their connections are open. */
  readonly #judged = new Map<Session, Chain>();
  /** Those whose authority is being asked. */
  readonly #awaited = new Set<TLSSocket>();
  #domains: SecureDomains;
  #reviewedAt: number;

  /** Throws when a certificate or a key cannot be used. */
  constructor(material: SecureMaterial, shared: Shared) {
    this.#shared = shared;
    this.#reviewedAt = shared.now;
    this.#domains = new SecureDomains(material, this.#events, null);
  }

  get size(): number {
    return this.#underWay.size + this.#awaited.size;
  }

  get now(): number {
    return this.#shared.now;
  }

  domainOf(serverName: string): SecureDomain | null {
    return this.#domains.of(serverName);
  }

  /** Takes a caller on who has just connected. */
  open(socket: Socket, peer: Peer): void {
    const { limits, proxyProtocol } = this.#shared;
    // The protocol's own rule (proxy-protocol.txt 5): whoever is not a known proxy must not say who it is.
    const stranger = proxyProtocol && !peer.trusted;
    if (this.#underWay.size >= limits.handshakes)
      for (const oldest of this.#underWay) {
        oldest.cut();
        break;
      }
    const handshake = new Handshake(socket, peer, proxyProtocol, this);
    this.#underWay.add(handshake);
    if (stranger || (!proxyProtocol && !this.introduced(handshake))) handshake.cut();
  }

  introduced(handshake: Handshake): boolean {
    const { peer } = handshake;
    // Behind one proxy stand all its callers.
    if (peer.trusted) return true;
    const key = networkOf(peer.address);
    const count = this.#byAddress.get(key) ?? 0;
    if (count >= this.#shared.limits.handshakesPerAddress) return false;
    this.#byAddress.set(key, count + 1);
    this.#counted.set(handshake, key);
    return true;
  }

  begun(handshake: Handshake): void {
    handshake.ends = endsOf(handshake.socket);
    this.#begun.set(handshake.ends, handshake);
  }

  ended(handshake: Handshake): void {
    this.#underWay.delete(handshake);
    if (this.#begun.get(handshake.ends) === handshake) this.#begun.delete(handshake.ends);
    const key = this.#counted.get(handshake);
    if (key === undefined) return;
    this.#counted.delete(handshake);
    const count = this.#byAddress.get(key)! - 1;
    if (count === 0) this.#byAddress.delete(key);
    else this.#byAddress.set(key, count);
  }

  /** Shakes hands with other certificates from now on; connections that are open go on where theirs still hold. */
  apply(material: SecureMaterial): void {
    this.#domains = new SecureDomains(material, this.#events, this.#domains);
    this.#review();
  }

  sweep(): void {
    const { now, limits } = this.#shared;
    for (const handshake of this.#underWay) {
      // They stand in the order they began.
      if (now - handshake.since <= limits.handshakeTimeoutMs) break;
      handshake.cut();
    }
    if (now - this.#reviewedAt >= REVIEW_MS) this.#review();
  }

  cut(): void {
    for (const handshake of this.#underWay) handshake.cut();
    for (const socket of this.#awaited) socket.destroy();
  }

  /** A certificate expires, or is taken back, while its connection is open: the next request on it is turned away. */
  #review(): void {
    this.#reviewedAt = this.#shared.now;
    const now = Date.now();
    for (const [session, chain] of this.#judged) {
      const judge = this.#domains.byId(session.domain)?.judge ?? null;
      const flaw = judge === null ? 'its domain asks for none now' : judge.again(chain, now);
      if (flaw === '') continue;
      session.judge(null, `the client’s certificate is good no longer: ${flaw}`);
      this.#judged.delete(session);
    }
  }

  readonly #events = {
    secured: (socket: TLSSocket): void => {
      const handshake = this.#begun.get(endsOf(socket));
      if (handshake === undefined) {
        // Its caller is gone already.
        socket.destroy();
        return;
      }
      handshake.done();
      this.#secured(socket, handshake);
    },
    failed: (socket: TLSSocket): void => {
      this.#begun.get(endsOf(socket))?.cut();
      socket.destroy();
    },
  };

  #secured(socket: TLSSocket, handshake: Handshake): void {
    const { peer, hello, domain } = handshake;
    // What TLS read must be what the certificate was chosen by: a name that two readers read differently is an attack.
    if (nameIn(socket) !== hello!.serverName) {
      socket.destroy();
      return;
    }
    const session = new Session(socket, hello!, domain!.id);
    const begin = (judgement: Judgement | null): void => {
      if (judgement !== null) this.#judge(socket, session, judgement);
      if (socket.destroyed) return;
      peer.secure(session);
      if (socket.alpnProtocol === 'h2') new Http2Connection(socket, this.#shared, peer);
      else new Connection(socket, this.#shared, peer, false);
    };
    const judgement = domain!.judge?.judge(socket, Date.now()) ?? null;
    if (!(judgement instanceof Promise)) {
      begin(judgement);
      return;
    }
    // Nothing is read from it while its authority is asked, and it goes when we go.
    const lost = (): void => void socket.destroy();
    socket.on('error', lost);
    this.#awaited.add(socket);
    void judgement.then(begin, lost).finally(() => this.#awaited.delete(socket));
  }

  #judge(socket: TLSSocket, session: Session, { client, flaw, chain }: Judgement): void {
    session.judge(client, flaw);
    if (client === null || socket.destroyed) return;
    this.#judged.set(session, chain);
    socket.once('close', () => this.#judged.delete(session));
  }
}

function nameIn({ servername }: TLSSocket): string {
  if (typeof servername !== 'string') return '';
  const name = servername.toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Whose handshakes are counted together: an IPv4 address, or the /64 that one household of IPv6 has. */
