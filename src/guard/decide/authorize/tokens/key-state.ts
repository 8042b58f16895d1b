/** Bytes of shared memory in which the workers say how fetching the keys of an issuer goes. */
export const keyStateBytes = 8;

const PREFIX = 'tokens/keys/';

/** The shared memory of one issuer: since when its keys cannot be fetched (ms since the epoch), 0 when they can. */
export const keyStateCell = (issuer: string, jwksUri: string): string =>
  PREFIX + (jwksUri === '' ? issuer : jwksUri);

/** Whether shared memory is that of an issuer's keys, which every pipeline of a thread tells the same. */
export const isKeyState = (id: string): boolean => id.startsWith(PREFIX);

/** An issuer, or the address of its keys, that cannot be asked; keys that are known serve on, to the hard cap. */
export interface FailingIssuer {
  readonly issuer: string;
  readonly sinceMs: number;
}

/** The issuers whose keys cannot be fetched now. */
export function failingIssuers(cells: ReadonlyMap<string, SharedArrayBuffer>): FailingIssuer[] {
  return [...cells].flatMap(([id, cell]) => {
    if (!isKeyState(id)) return [];
    const sinceMs = Number(Atomics.load(new BigInt64Array(cell), 0));
    return sinceMs === 0 ? [] : [{ issuer: id.slice(PREFIX.length), sinceMs }];
  });
}
