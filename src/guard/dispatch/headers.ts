import { plainName } from '../../base/plain-name.ts';

/** What becomes of a header on its way through: it passes, it is dropped, or it gets another name. */
const PASS_ON = 0;
export const DROP = 1;
export const REMAP = 2;

/** Distinct spellings remembered per table, and characters of each: real traffic has a few dozen, an attacker any number. */
const MOST_SPELLINGS = 1024;
const LONGEST_SPELLING = 64;

/** Which headers are dropped and remapped on one way, whatever their case; and what reads like one that is dropped. */
export class HeaderRules {
  readonly #rules = new Map<string, number>();
  readonly #claims: RegExp | null;
  // By the name as received, so that the usual spellings cost no lower-casing.
  readonly #spellings = new Map<string, number>();

  /** `claims` are names, in lower case and with dashes alone, that are dropped like those of `dropped`. */
  constructor(dropped: readonly string[], remapped: readonly string[] = [], claims: RegExp | null = null) {
    this.#claims = claims;
    for (const name of dropped) this.#rules.set(name, DROP);
    for (const name of remapped) this.#rules.set(name, REMAP);
  }

  of(name: string): number {
    const known = this.#spellings.get(name);
    if (known !== undefined) return known;
    const rule = this.#rules.get(name.toLowerCase()) ?? this.#likeness(name);
    // A copy: a part of a head keeps the whole of it.
    if (this.#spellings.size < MOST_SPELLINGS && name.length <= LONGEST_SPELLING)
      this.#spellings.set(Buffer.from(name, 'latin1').toString('latin1'), rule);
    return rule;
  }

  /** How many spellings it remembers. */
  get remembered(): number {
    return this.#spellings.size;
  }

  /** What only reads like a header that is dropped, or like one by which a request is judged, is dropped. */
  #likeness(name: string): number {
    const plain = plainName(name);
    if (this.#rules.get(plain) === DROP || this.#claims?.test(plain)) return DROP;
    return judged.has(plain) && plain !== name.toLowerCase() ? DROP : PASS_ON;
  }
}

/** Who calls, and what the body is: nobody may tell the server another thing beside it. */
const judged: ReadonlySet<string> = new Set(['authorization', 'content-encoding', 'content-type', 'cookie']);

// RFC 9110 7.6.1: what concerns one connection only. Proxy-Authorization is for us (11.7.2), and we ask for none.
const hopByHop = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
// "Amazon API Gateway important notes": never handed to an integration.
const neverForwarded = [...hopByHop, 'content-length', 'content-md5', 'expect', 'max-forwards', 'server'];
const rewritten = ['host', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'];
/**
 * What only a proxy in front can vouch for: which host and path were asked for, from where, who has signed in and by which
 * certificate (RFC 7239, RFC 9440 2.4, and what is common); and what a web ACL found, here or in front. A server that trusts
 * the gateway for `X-Forwarded-For` takes these from it too.
 */
const claimsOfProxies = new RegExp(
  `^(?:x-amzn-waf-.+|${[
    'forwarded(?:-for)?|x-forwarded(?:-.+)?|x-original-.+|x-rewrite-url|x-host|x-http-host-override',
    '(?:x-)?(?:real|client|cluster-client|originating)-ip|true-client-ip|cf-connecting-ip(?:v6)?|fastly-client-ip',
    '(?:wl-)?proxy-client-ip|x-(?:azure-clientip|appengine-user-ip|proxyuser-ip)|x-envoy-.+',
    '(?:x-)?remote-(?:addr|ip|user|name|email|groups?|extra-.+)|x-auth-request-.+|x-webauth-.+|x-authenticated-.+',
    'x-amzn-oidc-.+|x-ms-client-principal.*|x-goog-authenticated-user-.+|cf-access-authenticated-.+',
    'client-cert(?:-chain)?|(?:x-)?ssl-(?:client-.+|cert)|x-client-(?:cert|dn|verify)(?:-.+)?|x-arr-clientcert|x-amzn-mtls-.+',
  ].join('|')})$`,
);

/**
 * To a function. `Content-Encoding` passes, and to an HTTP server too, where AWS drops it: the body goes on as
 * it came, and without the header nobody could read it.
 */
export const toFunction = new HeaderRules([
  ...neverForwarded,
  'www-authenticate',
  ...rewritten,
  'x-amzn-trace-id',
]);
const toServer = [...neverForwarded, 'www-authenticate', 'via', ...rewritten];
export const toUpstream = new HeaderRules(toServer);
const toUpstreamAlone = new HeaderRules(toServer, [], claimsOfProxies);

/** Back to the client, from a function or an HTTP server. Framing is the wire's, ids and trace are ours. */
export const toClient = new HeaderRules(
  [
    'content-length',
    'expect',
    'host',
    'keep-alive',
    'proxy-authenticate',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'via',
  ],
  [
    'authorization',
    'connection',
    'content-md5',
    'date',
    'max-forwards',
    'server',
    'user-agent',
    'www-authenticate',
    'x-amz-apigw-id',
    'x-amzn-requestid',
  ],
);

/** Both ways where nothing but the connection's own headers is to be touched, as a plain reverse proxy does. */
const plainToServer = [...hopByHop, 'content-length', 'expect', ...rewritten];
const plainToUpstream = new HeaderRules(plainToServer);
const plainToUpstreamAlone = new HeaderRules(plainToServer, [], claimsOfProxies);
export const plainToClient = new HeaderRules([
  ...hopByHop,
  'content-length',
  'date',
  'x-amzn-requestid',
  'x-amz-apigw-id',
]);

/** Which headers go on to a server: of requests that a trusted proxy has sent, and of all others. */
export interface UpstreamRules {
  readonly proxied: HeaderRules;
  readonly alone: HeaderRules;
}

/**
 * All but the connection's own (`plain`), or as API Gateway has it. A client that no trusted proxy stands before cannot say
 * what one would (`X-Forwarded-Host`).
 */
export const upstreamRules = (plain: boolean): UpstreamRules =>
  plain
    ? { proxied: plainToUpstream, alone: plainToUpstreamAlone }
    : { proxied: toUpstream, alone: toUpstreamAlone };

/** The name a remapped header gets. */
export const remapped = (name: string): string => `x-amzn-Remapped-${name}`;

/** True for the credentials of AWS Signature Version 4, which were meant for the gateway. */
export const isSigV4 = (authorization: string): boolean => authorization.startsWith('AWS4-HMAC-SHA256');

/** Text as the bytes of its UTF-8, one character each: what a header can carry. */
export function headerText(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7e) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
}
