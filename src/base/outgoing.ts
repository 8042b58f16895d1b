/** A request that the gateway makes itself, to learn what it needs to decide: keys of an issuer, a token's standing. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Names and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' when there is none. */
  readonly body: string;
  /** Of the wall clock, from the call to the last byte. */
  readonly timeoutMs: number;
  /** The most that an answer may have. */
  readonly maxBytes: number;
}

/** What came back. */
export interface Incoming {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Makes such a request: over HTTPS, or over HTTP to this machine alone, and led to no other host. Rejects when
 * there is no whole answer in time.
 */
export type Fetch = (request: Outgoing) => Promise<Incoming>;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with an address to ask, in words that follow it; '' when nothing is. */
export function addressFlaw(text: string): string {
  if (!URL.canParse(text)) return 'is no address';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (hash !== '') return 'must not hold a fragment';
  if (protocol === 'https:') return '';
  if (protocol === 'http:' && LOOPBACK.test(hostname)) return '';
  return 'must be an https:// address (http:// only to this machine)';
}
