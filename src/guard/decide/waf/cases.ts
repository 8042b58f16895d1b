/** A request of a case: what it does not name is as plain as can be. */
export interface CaseRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** One character for each byte. */
  readonly body: string;
  readonly from: string;
}

const plain: CaseRequest = { method: 'GET', target: '/', headers: [], body: '', from: '203.0.113.7' };

/** A request that differs from `GET /` in what is named. */
export const ask = (request: Partial<CaseRequest>): CaseRequest => ({ ...plain, ...request });
export const from = (address: string): CaseRequest => ask({ from: address });
export const get = (target: string): CaseRequest => ask({ target });
/** `GET /` with headers, names and values in turn. */
export const having = (...headers: readonly string[]): CaseRequest => ask({ headers });
export const post = (body: string): CaseRequest => ask({ method: 'POST', body });

/** Text as the WAFv2 API writes bytes. */
export const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** What a statement, a field or a transformation must do, as data: it stands beside the kind, and is run twice. */
export interface Case {
  readonly given?: {
    /** IP sets, and sets of regular expressions, by the ARN that settings name them with. */
    readonly ipSets?: Readonly<Record<string, readonly string[]>>;
    readonly patternSets?: Readonly<Record<string, readonly string[]>>;
    /** The label that requests have whose path begins so. */
    readonly labels?: Readonly<Record<string, string>>;
    /** Rules of a rule group by the ARN that settings name it with: path prefixes they match, and their actions. */
    readonly groups?: Readonly<Record<string, readonly (readonly [string, 'Allow' | 'Block' | 'Count'])[]>>;
    /** An MMDB file with autonomous systems. */
    readonly asnDatabase?: string;
  };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Sent first, each so often: for what counts. */
  readonly before?: readonly (readonly [CaseRequest, number])[];
  /** Of a statement: requests that it must match, and that it must not. */
  readonly matches?: readonly CaseRequest[];
  readonly passes?: readonly CaseRequest[];
  /** Of a field: what it holds; null when the request has none, true when it matches whatever is asked. */
  readonly gives?: readonly (readonly [CaseRequest, string | readonly string[] | true | null])[];
  /** Of a transformation: a text, and what becomes of it. */
  readonly turns?: readonly (readonly [string, string])[];
  /** Settings that must be turned away, with the codes of the notes they give. */
  readonly rejects?: readonly { readonly settings: unknown; readonly notes: readonly string[] }[];
}

export const cases = (...list: readonly Case[]): readonly Case[] => list;
