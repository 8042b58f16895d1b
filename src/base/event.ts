import type { Solution, WafOutcome } from './exchange.ts';

/** What happened to one request: the row everything that looks back is made from. Exactly one for each. */
export interface Event {
  /**
   * The same object for events that have in common all that is a number or a name of the definition: worker, status,
   * what refused, what the web ACL did. Null for one that something was found in, or that is like no other.
   */
  readonly kind: object | null;
  readonly requestId: string;
  /** Milliseconds since the epoch, by the gateway's clock; and how long until the answer was sent whole. */
  readonly at: number;
  readonly latencyMs: number;
  readonly worker: number;
  readonly client: string;
  readonly method: string;
  /** As received, without the query; and the query without `?`. */
  readonly path: string;
  /** `path` as API Gateway shows it, with the stage; the same as `path` when the request found no stage. */
  readonly stagePath: string;
  readonly query: string;
  readonly protocol: string;
  readonly host: string;
  readonly userAgent: string;
  /** Element ids: of the API, the stage, the method. '' when the request did not get that far. */
  readonly api: string;
  readonly stage: string;
  readonly operation: string;
  readonly resourcePath: string;
  /** The id of the API key that came along and was accepted; '' when none. */
  readonly apiKeyId: string;
  readonly status: number;
  /** Bytes of the answer's body, and of the request's. */
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Why it was refused, and the id of the element that did; '' when it was not. */
  readonly reason: string;
  readonly by: string;
  /** The code of the fault that ended it, or ''. */
  readonly fault: string;
  readonly faultMessage: string;
  /** -1 when no integration was asked. */
  readonly integrationStatus: number;
  readonly integrationMs: number;
  readonly waf: WafOutcome | null;
  /** Bytes of the body that the web ACL looked at, and which parts were longer than that (`oversize`). */
  readonly inspectedBytes: number;
  readonly oversize: number;
  /** What the web ACL could not read of it, and why: `body: is no JSON`. */
  readonly unread: readonly string[];
  /** Whether it came over TLS; and the fingerprints of the ClientHello, '' when they are not known. */
  readonly secure: boolean;
  readonly ja3: string;
  readonly ja4: string;
  /** What the access log asks for beside all this (`identity.caller`), names and values in turn; null when nothing. */
  readonly learned: readonly string[] | null;
  /** Of a request that handed in a puzzle or a challenge; null for all others. */
  readonly solution: Solution | null;
  /** True when the refusal had an answer of its own (a web ACL's custom response). */
  readonly prepared: boolean;
  readonly labels: readonly string[];
  /** Headers that were added to the forwarded request, names and values in turn. */
  readonly inserted: readonly string[] | null;
  /** All headers as received; only kept for requests that a WAF log, a sample or a refusal needs them for. */
  readonly headers: readonly string[] | null;
  /** What API Gateway writes among them before a web ACL sees them (`writtenHeaders`); null as they are. */
  readonly written: readonly string[] | null;
}
