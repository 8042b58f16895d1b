import type { Address } from './address.ts';
import type { Caller } from './caller.ts';
import type { Reason } from './decision.ts';
import type { Flaw } from './flaw.ts';
import type { MatchDetail } from './match-detail.ts';
import { type RequestIds, requestIds } from './request-id.ts';
import type { TlsSession } from './tls-session.ts';
import type { Trace } from './trace.ts';
import type { Answer, Wire } from './wire.ts';

/** What the head of a request says, decoded once by `accept/`. */
export interface Head {
  readonly method: string;
  /** The request target as received, without scheme and authority: `/pets/7?full=1`. */
  readonly target: string;
  /** Names and values in turn, in the order and case received. */
  readonly headers: readonly string[];
  readonly protocol: 'HTTP/1.1' | 'HTTP/1.0' | 'HTTP/2.0';
  readonly client: Address;
  readonly clientPort: number;
  /** The port that was called. */
  readonly port: number;
  readonly secure: boolean;
  /** Whether a trusted proxy sent it: what such a one says of others is believed. Absent: no. */
  readonly proxied?: boolean;
  /** Of the connection; absent or null: plain text. */
  readonly tls?: TlsSession | null;
  /** Absent or null: it came over none. */
  readonly connection?: Connected | null;
  /** Bytes of the request line and the header block together. */
  readonly headBytes: number;
}

/** What the requests of one connection share; of use to no other, and gone with it. */
export interface Connected {
  /** What the web ACL has found in the headers of the last request: the next one has the same most of the time. */
  found: unknown;
  /** Whose API key stands among the headers of the last request: of the same array, not only of equal ones. */
  key: unknown;
  /** The token that came with the last request, as it stood there, and what it was read as. */
  token: unknown;
}

/** What the web ACL did, for the access log and the WAF log. */
export interface WafOutcome {
  readonly webAcl: string;
  readonly action: 'ALLOW' | 'BLOCK' | 'CAPTCHA' | 'CHALLENGE';
  /** The rule that ended the evaluation, or `Default_Action`. */
  readonly terminatingRule: string;
  readonly terminatingType: 'REGULAR' | 'RATE_BASED' | 'GROUP' | 'MANAGED_RULE_GROUP';
  /** Rules that matched and only counted. */
  readonly counted: readonly string[];
  /** Rules that ask for a puzzle or a challenge and matched a request with a valid token; absent: none. */
  readonly proven?: readonly Proven[];
  /** What came of its token, when a rule asked for a solved puzzle, or for a passed challenge. */
  readonly captcha?: TokenResponse;
  readonly challenge?: TokenResponse;
  /** The rate-based rules that acted (`referring/within` of a group’s), with the key they limited. */
  readonly rates: readonly { readonly rule: string; readonly key: string }[];
  /** What rules within groups did, in the order of the rules that refer to them; absent: no rule of one matched. */
  readonly groups?: readonly GroupOutcome[];
  /** What statements found in what they matched; absent: nothing that is told. */
  readonly details?: readonly MatchDetail[];
}

/** A rule that let a request go on because of its token. */
export interface Proven {
  readonly rule: string;
  readonly action: 'CAPTCHA' | 'CHALLENGE';
}

/** What came of the token of a request: `captchaResponse` and `challengeResponse` of the WAF log. */
export interface TokenResponse {
  /** Seconds since the epoch; 0 when it has not been solved. */
  readonly solvedAt: number;
  /** '' when the token is valid. */
  readonly failure: TokenFailure;
}

export type TokenFailure = '' | 'TOKEN_MISSING' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'TOKEN_DOMAIN_MISMATCH';

/** A puzzle or a challenge that a client has handed in. */
export interface Solution {
  /** The id of the web ACL that asked for it. */
  readonly webAcl: string;
  readonly of: 'CAPTCHA' | 'CHALLENGE';
  readonly solved: boolean;
}

/** What the rules of a group did. */
export interface GroupOutcome {
  /** The rule of the web ACL that refers to the group. */
  readonly rule: string;
  /** The group’s ARN, or `{vendor}#{name}` of a managed one. */
  readonly group: string;
  /** Its rule that ended the group; '' when none did. */
  readonly terminating: string;
  /** What that rule did, or would have done had the group not only counted; '' when none ended it. */
  readonly action: WafOutcome['action'] | '';
  /** Its rules that matched and only counted. */
  readonly counted: readonly string[];
  /** Its rules that a valid token satisfied; absent: none. */
  readonly proven?: readonly Proven[];
}

/** A `$context` variable that the access log of the stage asks for, and how it is read off a request. */
export interface Logged {
  readonly name: string;
  /** Null: the request has none. */
  read(x: Exchange): string | null;
}

const nothingLogged: readonly Logged[] = Object.freeze([]);

/**
 * One request on its way. Every field is set here and none is added later, so that all exchanges have one
 * hidden class. Layers read what earlier ones learned; only the fields under "learned" are ever assigned.
 */
export class Exchange {
  /** The request id, a UUID: `x-amzn-RequestId`, `$context.requestId`. */
  readonly id: string;
  readonly ids: RequestIds;
  /** Milliseconds since the epoch, by the gateway's clock, when the head was complete. */
  readonly at: number;
  readonly method: string;
  readonly target: string;
  /** The target up to the first `?`, as received: still encoded, not normalised. */
  readonly path: string;
  /** What follows the first `?`, as received; '' when there is none. */
  readonly query: string;
  readonly headers: readonly string[];
  readonly protocol: Head['protocol'];
  readonly client: Address;
  readonly clientPort: number;
  readonly port: number;
  readonly secure: boolean;
  readonly proxied: boolean;
  readonly tls: TlsSession | null;
  readonly connection: Connected | null;
  readonly headBytes: number;
  readonly wire: Wire;

  // Learned on the way.
  /** The element id of the API and stage; '' until mapped. */
  api = '';
  stage = '';
  /** `path` without the stage (or base path) prefix: what resources are matched against. Begins with `/`. */
  inner = '';
  /** `path` as API Gateway shows it to the WAF and in logs: with the stage (`/prod/pets`). */
  stagePath = '';
  /** The matched resource template (`/pets/{id}`), the element id of its method (`operation`), and the decoded parameters. */
  resourcePath = '';
  operation = '';
  params: Record<string, string> | null = null;
  /** The first bytes of the body, once a layer has asked for them; and whether they are all of it. */
  prefix: Buffer | null = null;
  prefixWhole = false;
  labels: string[] | null = null;
  /** What the web ACL's statements have taken out of the request, each by its place; gone when it has decided. */
  seen: unknown[] | null = null;
  waf: WafOutcome | null = null;
  /** What the web ACL could not read of the request, and why: `body: is no JSON`; null when it could read all. */
  unread: string[] | null = null;
  /** Bytes of the body that the web ACL looked at; and which parts were longer than that (`oversize`). */
  inspectedBytes = 0;
  oversize = 0;
  /** A solution that this request handed in, at the gateway's own path; null for all other requests. */
  solution: Solution | null = null;
  /** Who calls; null until an authorizer has found out. */
  caller: Caller | null = null;
  /** Milliseconds that the authorizer's function took for this request, 0 when a cached answer was used; -1: none was asked. */
  authorizerMs = -1;
  /** The id of the API key that came along and was accepted; '' when none. Never its value. */
  apiKeyId = '';
  /**
   * What the refusal should say beyond its reason: of a body that does not validate the particulars
   * (`$context.error.validationErrorString`), of an authorization the message in place of the reason's own
   * (`$context.error.message`); '' when nothing.
   */
  complaint = '';
  /** What is wrong with the data of the request, where the answer is to say so in full; null otherwise. */
  flaws: readonly Flaw[] | null = null;
  /** Headers the refusal should carry besides its own (`WWW-Authenticate`), names and values in turn. */
  refusalHeaders: string[] | null = null;
  /** Headers to add to the forwarded request, names and values in turn. */
  inserted: string[] | null = null;
  /** Of the integration: its status, and how long it took to begin its answer, by the gateway's clock; -1: none was asked. */
  integrationStatus = -1;
  integrationMs = -1;
  /** What its event is to carry for the access log, beside what all events have. */
  logged: readonly Logged[] = nothingLogged;
  /** The form of refusals at the stage; null where it is API Gateway's own. */
  refusals: Refusals | null = null;
  /** Looks at the answer of the integration before it is sent, and may put a reader in front of its body. */
  watch: ((answer: Answer) => Answer) | null = null;
  fault: unknown = null;
  answer: Answer | null = null;
  status = 0;
  /** Only in a traced walk (`explain`). */
  trace: Trace | null = null;

  /** `ids` may be the UUID alone. */
  constructor(ids: RequestIds | string, at: number, head: Head, wire: Wire) {
    this.ids = typeof ids === 'string' ? requestIds(ids) : ids;
    this.id = this.ids.id;
    this.at = at;
    this.method = head.method;
    this.target = head.target;
    const mark = head.target.indexOf('?');
    this.path = mark < 0 ? head.target : head.target.slice(0, mark);
    this.query = mark < 0 ? '' : head.target.slice(mark + 1);
    this.headers = head.headers;
    this.protocol = head.protocol;
    this.client = head.client;
    this.clientPort = head.clientPort;
    this.port = head.port;
    this.secure = head.secure;
    this.proxied = head.proxied ?? false;
    this.tls = head.tls ?? null;
    this.connection = head.connection ?? null;
    this.headBytes = head.headBytes;
    this.wire = wire;
  }

  /** The first header of that name (given in lower case), or '' when there is none. */
  header(name: string): string {
    return headerOf(this.headers, name);
  }
}

/** The first value of a header in a flat list; `name` in lower case. '' when there is none. */
export function headerOf(headers: readonly string[], name: string): string {
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length === name.length && (candidate === name || candidate.toLowerCase() === name)) {
      return headers[i + 1]!;
    }
  }
  return '';
}

/** All values of a header that is a list, in one (RFC 9110 5.3); `name` in lower case. '' when there is none. */
export function listOf(headers: readonly string[], name: string): string {
  let list = '';
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    list = list === '' ? headers[i + 1]! : `${list}, ${headers[i + 1]}`;
  }
  return list;
}

/** The form that refusals have at a stage, in place of API Gateway's own. */
export interface Refusals {
  /** The answer to a refused request, from the one it would get by itself. */
  answer(x: Exchange, reason: Reason, own: Answer): Answer;
}
