import type { Authorizer } from '../../model/authorizer.ts';
import { ENFORCED, type Standing } from '../cloudformation/resource.ts';
import type { Path } from '../document.ts';
import type { Authorization, Authorizers } from '../yaml/authorizers.ts';
import { missing } from '../yaml/names.ts';
import { schemeAuthorizer } from './authorizers.ts';
import type { Reading } from './reading.ts';
import { schemeShape } from './shapes.ts';

type Requirements = readonly Readonly<Record<string, readonly string[]>>[];

interface Scheme {
  /** Who checks it; `own`: an authorizer of `x-portcullis` that has its name; `server`: nobody but the server behind. */
  readonly by: 'authorizer' | 'iam' | 'own' | 'api-key' | 'server';
  readonly path: Path;
  readonly raw: unknown;
}

/** What an operation asks of its callers. */
export interface Asked {
  readonly standing: Standing | null;
  readonly apiKey: boolean;
  /** Null when it names nothing that is checked here. */
  readonly authorization: (Authorization & { readonly authorizationScopes: readonly string[] }) | null;
}

const NOTHING: Asked = { standing: null, apiKey: false, authorization: null };

/**
 * What operations ask of their callers: API keys, and one authorizer each, since API Gateway has no method with
 * two of them. What nothing here checks is the business of the server behind.
 */
export class Security {
  /** The authorizers that operations name: of security schemes, and of `x-portcullis`. */
  readonly used = new Map<string, Authorizer>();
  readonly #reading: Reading;
  readonly #own: Authorizers;
  readonly #schemes = new Map<string, Scheme>();
  readonly #rootPath: Path = ['security'];
  readonly #named = new Map<string, Authorization | null>();
  /** For each scheme that is the server's to check, the first place that names it and how many more do. */
  readonly #unchecked = new Map<string, { readonly path: Path; operations: number }>();

  constructor(schemes: unknown, path: Path, reading: Reading, isAws: boolean, own: Authorizers) {
    this.#reading = reading;
    this.#own = own;
    if (schemes === null || typeof schemes !== 'object') return;
    for (const [name, raw] of Object.entries(schemes)) {
      if (name.startsWith('x-')) continue;
      const found = reading.pointers.follow(raw, [...path, name]);
      if (found === null) continue;
      const by = own.has(name) ? 'own' : checkerOf(found.value, isAws);
      this.#schemes.set(name, { by, path: found.path, raw: found.value });
    }
  }

  /**
   * What an operation asks for. A scheme that is checked here is asked for when any alternative names it. `own`
   * is undefined where the root's requirements hold.
   */
  asked(own: Requirements | undefined, root: Requirements, path: Path): Asked {
    const at = own === undefined ? this.#rootPath : [...path, 'security'];
    let asked = NOTHING;
    let first = '';
    for (const [i, alternative] of (own ?? root).entries()) {
      for (const [name, scopes] of Object.entries(alternative)) {
        const scheme = this.#schemes.get(name);
        if (scheme === undefined) {
          const message = missing(`security scheme ${name}`, 'the security schemes', name, [
            ...this.#schemes.keys(),
          ]);
          this.#reading.error('reference.unknown', message, [...at, i, name]);
        } else if (scheme.by === 'server') this.#leave(name, at);
        else if (scheme.by === 'api-key') asked = { ...asked, standing: ENFORCED, apiKey: true };
        else if (first !== '' && first !== name)
          this.#reading.error(
            'authorizer.second',
            `asks for ${first} and for ${name}: a method can have one authorizer`,
            [...at, i, name],
          );
        else {
          first = name;
          const authorization = this.#authorization(name, scheme);
          if (authorization !== null)
            asked = {
              ...asked,
              standing: ENFORCED,
              authorization: { ...authorization, authorizationScopes: scopes },
            };
        }
      }
    }
    return asked;
  }

  /** Says what all operations together came to, and enters the schemes in the ledger. */
  close(): void {
    for (const [name, { path, operations }] of this.#unchecked)
      this.#reading.warning(
        'security.unchecked',
        `${asking(operations)} for ${name}, which is not checked here: the server behind must`,
        path,
      );
    for (const [name, { path, raw }] of this.#schemes) {
      const standing = this.#named.has(name) ? ENFORCED : null;
      this.#reading.part(schemeShape, raw, path, `${this.#reading.id}/${name}`, {
        standing: {
          'x-amazon-apigateway-authorizer': standing,
          'x-amazon-apigateway-authtype': standing,
        },
      });
    }
  }

  #leave(name: string, path: Path): void {
    const before = this.#unchecked.get(name);
    if (before === undefined) this.#unchecked.set(name, { path, operations: 1 });
    else before.operations++;
  }

  /** What naming a scheme means, read once; null, and notes, when it cannot be carried out. */
  #authorization(name: string, scheme: Scheme): Authorization | null {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const made = this.#made(name, scheme);
    this.#named.set(name, made);
    return made;
  }

  #made(name: string, { by, path, raw }: Scheme): Authorization | null {
    const { id } = this.#reading;
    if (by === 'iam') return { authorizationType: 'AWS_IAM' };
    if (by === 'own') return this.#own.named(name, id, this.used, this.#reading.origin(path));
    const scheme = raw as Readonly<Record<string, unknown>>;
    if (!('x-amazon-apigateway-authorizer' in scheme))
      return this.#reading.error(
        'authorizer.missing',
        `${name} has no x-amazon-apigateway-authorizer: there is nothing to ask`,
        path,
      );
    const authorizer = schemeAuthorizer(name, scheme, path, this.#reading);
    if (authorizer === null) return null;
    this.used.set(name, authorizer);
    const isPool = authorizer.type === 'COGNITO_USER_POOLS';
    return {
      authorizationType: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
      authorizerId: authorizer.authorizerId,
    };
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
