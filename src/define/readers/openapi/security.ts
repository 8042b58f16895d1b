import { ENFORCED, type Standing } from '../cloudformation/resource.ts';
import type { Path } from '../document.ts';
import { missing } from '../yaml/names.ts';
import type { Reading } from './reading.ts';
import { schemeShape } from './shapes.ts';

type Requirements = readonly Readonly<Record<string, readonly string[]>>[];

interface Scheme {
  /** Who would check it; `server`: nobody but the server behind. */
  readonly by: 'authorizer' | 'iam' | 'api-key' | 'server';
  readonly path: Path;
  readonly raw: unknown;
}

const WITHOUT: Readonly<Record<Scheme['by'], string>> = {
  authorizer: 'authorizers are not enforced yet: without it the operation would be open to everyone',
  iam: 'IAM is not enforced yet: without it the operation would be open to everyone',
  'api-key': '',
  server: '',
};

/**
 * What operations ask of their callers. API keys are asked for here; what API Gateway would check (authorizers,
 * IAM) and this gateway does not yet is refused where an operation names it; the rest is the business of the
 * server behind.
 */
export class Security {
  readonly #reading: Reading;
  readonly #schemes = new Map<string, Scheme>();
  readonly #rootPath: Path = ['security'];
  readonly #used = new Set<string>();
  /** For each scheme that is the server's to check, the first place that names it and how many more do. */
  readonly #unchecked = new Map<string, { readonly path: Path; operations: number }>();
  readonly #refused = new Map<string, { readonly path: Path; operations: number }>();

  constructor(schemes: unknown, path: Path, reading: Reading, isAws: boolean) {
    this.#reading = reading;
    if (schemes === null || typeof schemes !== 'object') return;
    for (const [name, raw] of Object.entries(schemes)) {
      if (name.startsWith('x-')) continue;
      const found = reading.pointers.follow(raw, [...path, name]);
      if (found === null) continue;
      this.#schemes.set(name, { by: checkerOf(found.value, isAws), path: found.path, raw: found.value });
    }
  }

  /** Notes what an operation asks for, and says how that stands. `own` is null where the root's holds. */
  asked(own: Requirements | undefined, root: Requirements, path: Path): Standing | null {
    const at = own === undefined ? this.#rootPath : [...path, 'security'];
    let worst: Scheme['by'] | null = null;
    for (const [i, alternative] of (own ?? root).entries()) {
      for (const name of Object.keys(alternative)) {
        const scheme = this.#schemes.get(name);
        if (scheme === undefined) {
          const message = missing(`security scheme ${name}`, 'the security schemes', name, [
            ...this.#schemes.keys(),
          ]);
          this.#reading.error('reference.unknown', message, [...at, i, name]);
          continue;
        }
        this.#used.add(name);
        if (scheme.by === 'api-key') {
          worst ??= scheme.by;
          continue;
        }
        const tally = scheme.by === 'server' ? this.#unchecked : this.#refused;
        const before = tally.get(name);
        if (before === undefined) tally.set(name, { path: at, operations: 1 });
        else before.operations++;
        if (worst !== 'authorizer' && worst !== 'iam') worst = scheme.by;
      }
    }
    if (worst === 'api-key') return ENFORCED;
    if (worst === null || worst === 'server') return null;
    return { fidelity: 'refused', reason: WITHOUT[worst] };
  }

  /**
   * Whether an operation asks for an API key. It does when any of its alternatives names one: API Gateway has
   * no method that takes a key or something else.
   */
  asksForKey(own: Requirements | undefined, root: Requirements): boolean {
    return (own ?? root).some((alternative) =>
      Object.keys(alternative).some((name) => this.#schemes.get(name)?.by === 'api-key'),
    );
  }

  /** Says what all operations together came to, and enters the schemes in the ledger. */
  close(): void {
    for (const [name, { path, operations }] of this.#unchecked)
      this.#reading.warning(
        'security.unchecked',
        `${asking(operations)} for ${name}, which is not checked here: the server behind must`,
        path,
      );
    for (const [name, { path, operations }] of this.#refused) {
      const { by } = this.#schemes.get(name)!;
      this.#reading.error('fidelity.refused', `${asking(operations)} for ${name}: ${WITHOUT[by]}`, path);
    }
    for (const [name, { path, raw, by }] of this.#schemes) {
      const used: Standing = { fidelity: 'refused', reason: WITHOUT[by] };
      const standing = this.#used.has(name) && by !== 'server' && by !== 'api-key' ? used : null;
      this.#reading.part(schemeShape, raw, path, `${this.#reading.id}/${name}`, {
        standing: {
          'x-amazon-apigateway-authorizer': standing,
          'x-amazon-apigateway-authtype': standing,
        },
      });
    }
  }
}

const asking = (operations: number): string =>
  operations === 1 ? 'an operation asks' : `${operations} operations ask`;

/** API Gateway takes `x-api-key` in a header for its own keys; other schemes without an extension it ignores. */
function checkerOf(raw: unknown, isAws: boolean): Scheme['by'] {
  if (raw === null || typeof raw !== 'object') return 'server';
  const scheme = raw as Readonly<Record<string, unknown>>;
  const authtype = scheme['x-amazon-apigateway-authtype'];
  if (typeof authtype === 'string' && authtype.toLowerCase() === 'awssigv4') return 'iam';
  if (authtype !== undefined || 'x-amazon-apigateway-authorizer' in scheme) return 'authorizer';
  const isKey =
    scheme.type === 'apiKey' && scheme.in === 'header' && String(scheme.name).toLowerCase() === 'x-api-key';
  return isAws && isKey ? 'api-key' : 'server';
}
