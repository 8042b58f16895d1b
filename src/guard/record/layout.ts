/** Kinds of records in the ring of a worker. 0 is the ring's own filler. */
export const EVENT = 1;
/** Gives an id the next number: the length of its text in bytes, then the text. */
export const NAME = 2;
/** A writer took the ring over: all numbers given so far are void. */
export const FRESH = 3;

/** What a reader may ask of the writer: the headers of every request that a web ACL blocked, or that one saw. */
export const WANT_BLOCKED = 1;
export const WANT_INSPECTED = 3;

// 64-bit words of an event, then its 32-bit words; both counted from the record's beginning.
export const at = { at: 1, latencyMs: 2, integrationMs: 3, bytesOut: 4, bytesIn: 5 } as const;
export const word = {
  /** Status in 16 bits, protocol in 2, `PREPARED`, and the worker in the rest. */
  packed: 12,
  integrationStatus: 13,
  api: 14,
  stage: 15,
  operation: 16,
  resourcePath: 17,
  reason: 18,
  by: 19,
  fault: 20,
  method: 21,
  webAcl: 22,
  terminatingRule: 23,
  /** Action and type of the terminating rule, as places in the lists below; -1 when no web ACL looked. */
  waf: 24,
  counted: 25,
  rates: 26,
  labels: 27,
  /** Words that what rules within groups did takes up: of each group its rule, itself, its end, what that did beside a count, and so many. */
  groups: 28,
  /** Which parts were longer than what is looked at (`oversize`), from bit 8 on `SECURE`, `LEARNED`, `PROXIED`, and in the upper 16 bits the port that was called. */
  flags: 29,
  /** What came of a token, for a puzzle and for a challenge: 1 and the place of its failure, 0 when no rule asked. */
  captcha: 30,
  challenge: 31,
  /** When they were solved, in seconds since the epoch (unsigned). */
  captchaAt: 32,
  challengeAt: 33,
  /** A solution handed in: 0 for none, else 1, plus 2 when it is of a puzzle, plus 4 when it is right. */
  solution: 34,
  /** The id of the API key that was accepted. */
  apiKey: 35,
  /** Bytes of the body that the web ACL looked at. */
  inspectedBytes: 36,
  /** Bytes of the header block; -1 when the headers were not kept. */
  headers: 37,
  /** Bytes of the block of inserted headers, likewise. */
  inserted: 38,
  /** Bytes of the block of what rules found; -1 when they found nothing that is told. */
  found: 39,
  /** Bytes of the block of what the access log asks for; -1 when that is nothing. */
  learned: 40,
  /** The lengths of the texts follow from here, in the order of `texts`. */
  lengths: 41,
} as const;

/** The words that, with the lists, say what kind of event it is: from the first up to, and without, the second. */
export const kindWords = [word.packed, word.inspectedBytes] as const;
/** An event whose lists take more words than this is of no kind. */
export const maxKindLists = 96;

/** The texts of an event; a length of -1 (only of those with brackets) means: as the one in brackets. */
export const texts = [
  'requestId',
  'client',
  'path',
  'query',
  'host',
  'userAgent',
  'faultMessage',
  'method', // (the name in `word.method`)
  'stagePath', // (path)
  'ja3',
  'ja4',
] as const;

/** Set in `word.flags` when the call came over TLS. */
export const SECURE = 1 << 8;
/** Set in `word.flags` when the access log asks for more than every event tells, and the request has some of it. */
export const LEARNED = 1 << 9;
/** Set in `word.flags` when a trusted proxy sent it. */
export const PROXIED = 1 << 10;

/** Where the numbers of counted rules, labels, groups and rates begin: after the lengths. */
export const listsAt = word.lengths + texts.length;

/** Set in `word.packed` when the refusal had an answer of its own. */
export const PREPARED = 1 << 18;

/** Set in a length whose text is UTF-8; the others are Latin-1, one byte a character. */
export const UTF8 = 0x40000000;

export const protocols = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0'] as const;
export const actions = ['ALLOW', 'BLOCK', 'CAPTCHA', 'CHALLENGE'] as const;
export const failures = [
  '',
  'TOKEN_MISSING',
  'TOKEN_EXPIRED',
  'TOKEN_INVALID',
  'TOKEN_DOMAIN_MISMATCH',
] as const;
/** Of a rule that did not end the evaluation, in the bits above its number: what it did. */
export const steps = ['COUNT', 'CAPTCHA', 'CHALLENGE'] as const;
export const stepShift = 20;
export const terminatingTypes = ['REGULAR', 'RATE_BASED', 'GROUP', 'MANAGED_RULE_GROUP'] as const;

/** Methods that are numbered like ids; any other is written out, since callers can make up as many as they like. */
export const knownMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
]);

/** Numbers given out before the dictionary is begun anew. */
export const maxNames = 65_536;
/** A record is never longer: every field is cut off at a limit of its own, and these sum up to less. */
export const recordBytes = 256 * 1024;
