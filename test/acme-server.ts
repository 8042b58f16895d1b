// What @peculiar/x509 needs, ahead of it.
import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import { calculateJwkThumbprint, flattenedVerify, importJWK, type JWK } from 'jose';

interface Account {
  readonly jwk: JWK;
  readonly thumbprint: string;
  readonly contact: readonly string[];
}

interface Order {
  status: 'pending' | 'ready' | 'valid' | 'invalid';
  readonly name: string;
  readonly token: string;
  readonly account: Account;
  problem: object | null;
  certificate: string;
}

const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/** A certificate authority that is asked by RFC 8555, as far as http-01 needs it, and checks what it is told. */
export class AcmeServer {
  /** Of the gateway: where it looks for proofs, whatever the name. */
  httpPort = 0;
  /** What its certificates say of the time, and how long they are good. */
  now: () => number = Date.now;
  lifeMs = 90 * DAY_MS;
  /** So many requests in a row are told that their nonce is bad. */
  badNonces = 0;
  /** Orders are refused with this while it is not null. */
  refusal: { readonly status: number; readonly retryAfter?: string } | null = null;
  /** Holds every validation until it resolves. */
  hold: Promise<unknown> = Promise.resolve();
  /** Orders that were asked for, by name. */
  readonly asked: string[] = [];
  /** Of the challenges it has made. */
  readonly tokens: string[] = [];
  /** How many orders were open at once, at most. */
  mostOpen = 0;
  readonly contacts: string[] = [];
  /** What was wrong with requests: none of it should ever be. */
  readonly flaws: string[] = [];
  rootPem = '';

  readonly #nonces = new Set<string>();
  readonly #accounts = new Map<string, Account>();
  readonly #orders = new Map<string, Order>();
  readonly #server = createServer((req, res) => void this.#answer(req, res));
  #keys: webcrypto.CryptoKeyPair | null = null;
  #root: x509.X509Certificate | null = null;

  /** `port` 0: any that is free. */
  async open(port = 0): Promise<this> {
    this.#keys = await webcrypto.subtle.generateKey(ec, true, ['sign', 'verify']);
    this.#root = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=Authority of a test',
      keys: this.#keys,
      signingAlgorithm: ec,
      notBefore: new Date(this.now() - DAY_MS),
      notAfter: new Date(this.now() + 3_650 * DAY_MS),
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    });
    this.rootPem = this.#root.toString('pem');
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get directory(): string {
    return `${this.#base}/directory`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '';
    res.setHeader('Replay-Nonce', this.#nonce());
    if (path === '/directory')
      return json(res, 200, {
        newNonce: `${this.#base}/nonce`,
        newAccount: `${this.#base}/account`,
        newOrder: `${this.#base}/order`,
        meta: { termsOfService: `${this.#base}/terms` },
      });
    if (path === '/nonce') return void res.writeHead(200).end();
    if (req.method !== 'POST') return this.#flaw(res, 405, 'malformed', `${req.method} ${path}`);
    const said = await this.#read(req, res);
    if (said === null) return;
    const [, kind = '', id = ''] = path.split('/');
    if (kind === 'account') return this.#account(res, said.account, said.payload);
    if (kind === 'order' && id === '') return this.#order(res, said.account, said.payload);
    const order = this.#orders.get(id);
    if (order?.account !== said.account) return this.#flaw(res, 404, 'malformed', `${path} of nobody`);
    if (kind === 'order') return json(res, 200, this.#shown(id, order));
    if (kind === 'authorization') return json(res, 200, this.#authorization(id, order));
    if (kind === 'challenge') {
      void this.hold.then(() => this.#validate(order));
      return json(res, 200, this.#authorization(id, order).challenges[0]!);
    }
    if (kind === 'finalize') return this.#finalize(res, id, order, said.payload);
    res.writeHead(200, { 'Content-Type': 'application/pem-certificate-chain' }).end(order.certificate);
  }

  /** Checks a signature and what it covers (RFC 8555 6.2 to 6.5). */
  async #read(
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<{ account: Account; payload: Record<string, unknown> } | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const bad = (why: string): null => {
      this.#flaw(res, 400, 'malformed', why);
      return null;
    };
    if (req.headers['content-type'] !== 'application/jose+json') return bad('the content type');
    const jws = JSON.parse(Buffer.concat(chunks).toString());
    const header = JSON.parse(Buffer.from(jws.protected, 'base64url').toString());
    if (header.url !== `${this.#base}${req.url}`) return bad(`the url ${header.url}`);
    if ((header.jwk === undefined) === (header.kid === undefined)) return bad('jwk and kid');
    const known = this.#nonces.delete(header.nonce);
    if (!known || this.badNonces > 0) {
      this.badNonces--;
      json(res, 400, { type: 'urn:ietf:params:acme:error:badNonce', detail: 'another nonce' });
      return null;
    }
    const account =
      header.kid === undefined ? null : (this.#accounts.get(header.kid.split('/').at(-1)) ?? null);
    const jwk: JWK | undefined = header.jwk ?? account?.jwk;
    if (jwk === undefined) return bad(`the account ${header.kid}`);
    const { payload } = await flattenedVerify(jws, await importJWK(jwk, header.alg));
    const text = Buffer.from(payload).toString();
    const thumbprint = await calculateJwkThumbprint(jwk);
    return {
      account: account ?? this.#accounts.get(thumbprint) ?? { jwk, thumbprint, contact: [] },
      payload: text === '' ? {} : JSON.parse(text),
    };
  }

  #account(res: ServerResponse, account: Account, payload: Record<string, unknown>): void {
    const known = this.#accounts.has(account.thumbprint);
    if (!known && payload.termsOfServiceAgreed !== true) {
      this.#flaw(res, 403, 'userActionRequired', 'the terms');
      return;
    }
    this.contacts.push(...((payload.contact ?? []) as string[]));
    if (!known) this.#accounts.set(account.thumbprint, account);
    res.setHeader('Location', `${this.#base}/account/${account.thumbprint}`);
    json(res, known ? 200 : 201, { status: 'valid', contact: payload.contact });
  }

  #order(res: ServerResponse, account: Account, payload: Record<string, unknown>): void {
    const [identifier] = payload.identifiers as { type: string; value: string }[];
    if (this.refusal !== null) {
      const { status, retryAfter } = this.refusal;
      if (retryAfter !== undefined) res.setHeader('Retry-After', retryAfter);
      this.asked.push(identifier!.value);
      const type = 'urn:ietf:params:acme:error:rateLimited';
      json(res, status, { type, detail: 'too many\r\ncertificates' });
      return;
    }
    const id = randomBytes(8).toString('hex');
    const name = identifier!.value;
    const token = randomBytes(32).toString('base64url');
    const order: Order = { status: 'pending', name, token, account, problem: null, certificate: '' };
    this.#orders.set(id, order);
    this.tokens.push(token);
    this.asked.push(name);
    const open = [...this.#orders.values()].filter(
      ({ status }) => status === 'pending' || status === 'ready',
    );
    this.mostOpen = Math.max(this.mostOpen, open.length);
    res.setHeader('Location', `${this.#base}/order/${id}`);
    json(res, 201, this.#shown(id, order));
  }

  #shown(id: string, { status, name, certificate }: Order): object {
    return {
      status,
      identifiers: [{ type: 'dns', value: name }],
      authorizations: [`${this.#base}/authorization/${id}`],
      finalize: `${this.#base}/finalize/${id}`,
      ...(certificate === '' ? {} : { certificate: `${this.#base}/certificate/${id}` }),
    };
  }

  #authorization(id: string, order: Order) {
    const status = order.status === 'pending' || order.status === 'invalid' ? order.status : 'valid';
    const url = `${this.#base}/challenge/${id}`;
    const error = order.problem === null ? {} : { error: order.problem };
    return {
      status,
      identifier: { type: 'dns', value: order.name },
      challenges: [{ type: 'http-01', status, url, token: order.token, ...error }],
    };
  }

  /** RFC 8555 8.3. */
  async #validate(order: Order): Promise<void> {
    const found = await fetched(this.httpPort, order.name, `/.well-known/acme-challenge/${order.token}`);
    if (found === `200 ${order.token}.${order.account.thumbprint}`) order.status = 'ready';
    else {
      order.problem = { type: 'urn:ietf:params:acme:error:unauthorized', detail: `found ${found}` };
      order.status = 'invalid';
    }
  }

  async #finalize(
    res: ServerResponse,
    id: string,
    order: Order,
    payload: Record<string, unknown>,
  ): Promise<void> {
    if (order.status !== 'ready') return this.#flaw(res, 403, 'orderNotReady', order.status);
    const csr = new x509.Pkcs10CertificateRequest(Buffer.from(String(payload.csr), 'base64url'));
    const names = (csr.getExtension('2.5.29.17') as x509.SubjectAlternativeNameExtension).names.toJSON();
    const key = createHash('sha256').update(Buffer.from(csr.publicKey.rawData)).digest('hex');
    if (
      !(await csr.verify()) ||
      JSON.stringify(names) !== JSON.stringify([{ type: 'dns', value: order.name }])
    )
      return this.#flaw(res, 400, 'badCSR', `${key} for ${JSON.stringify(names)}`);
    const leaf = await x509.X509CertificateGenerator.create({
      subject: `CN=${order.name}`,
      issuer: this.#root!.subject,
      publicKey: csr.publicKey,
      signingKey: this.#keys!.privateKey,
      signingAlgorithm: ec,
      notBefore: new Date(this.now()),
      notAfter: new Date(this.now() + this.lifeMs),
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: order.name }])],
    });
    order.certificate = `${leaf.toString('pem')}\n${this.rootPem}\n`;
    order.status = 'valid';
    json(res, 200, this.#shown(id, order));
  }

  #nonce(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.#nonces.add(nonce);
    return nonce;
  }

  #flaw(res: ServerResponse, status: number, type: string, detail: string): void {
    this.flaws.push(detail);
    json(res, status, { type: `urn:ietf:params:acme:error:${type}`, detail });
  }
}

function json(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** Status and text of what lies at a path of a host, on a port of this machine. */
export function fetched(port: number, host: string, path: string, method = 'GET'): Promise<string> {
  return new Promise((resolve) => {
    const asking = request({ port, host: '127.0.0.1', path, method, headers: { Host: host } }, (res) => {
      let text = '';
      res.setEncoding('latin1').on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(`${res.statusCode} ${text}`));
    });
    asking.on('error', (fault) => resolve(fault.message));
    asking.end();
  });
}
