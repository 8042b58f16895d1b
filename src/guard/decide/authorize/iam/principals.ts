import type { Caller } from '../../../../base/caller.ts';
import { textOfRegular } from '../../../../base/regular-file.ts';
import type { AccessKey, Identity } from '../../../../define/model/identity.ts';
import { shortId } from '../../../../define/model/ids.ts';
import { compilePolicy, type Effect, type Policy, type PolicyOptions } from '../policy/policy.ts';
import { SigningKeys } from './signing-keys.ts';

/** An access key that requests may be signed with, and who signs with it. */
export interface Principal {
  readonly keys: SigningKeys;
  /** '' for a key that is used without one. */
  readonly sessionToken: string;
  /** Milliseconds since the epoch; Infinity for one that does not run out. */
  readonly expires: number;
  readonly caller: Caller;
  readonly policy: Policy;
}

export interface PrincipalsAt {
  readonly by: string;
  readonly accountId: string;
  readonly policies: PolicyOptions;
}

/** The principals of a definition, by access key id. Throws when a secret cannot be read. */
export function principalsOf(
  identities: Readonly<Record<string, Identity>>,
  at: PrincipalsAt,
): ReadonlyMap<string, Principal> {
  const principals = new Map<string, Principal>();
  for (const [name, identity] of Object.entries(identities)) {
    const policy = together(identity.policies.map((document) => compilePolicy(document, at.policies)));
    for (const [id, key] of Object.entries(identity.keys))
      principals.set(id, {
        keys: new SigningKeys(secretOf(id, key)),
        sessionToken: sessionTokenOf(id, key),
        expires: key.expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(key.expires),
        caller: callerOf(name, id, identity, at),
        policy,
      });
  }
  return principals;
}

/** Several policies of one principal: a deny in any of them goes before an allow in another. */
function together(policies: readonly Policy[]): Policy {
  return (x, requested) => {
    let effect: Effect = 'neither';
    for (const policy of policies) {
      const said = policy(x, requested);
      if (said === 'deny') return 'deny';
      if (said === 'allow') effect = 'allow';
    }
    return effect;
  };
}

function callerOf(name: string, accessKey: string, identity: Identity, at: PrincipalsAt): Caller {
  const { account: accountId = at.accountId, role, organization, tags } = identity;
  const isRole = role !== undefined;
  const unique = shortId(`${accountId}/${role ?? name}`, 17).toUpperCase();
  const id = isRole ? `AROA${unique}:${name}` : `AIDA${unique}`;
  const userArn = isRole
    ? `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`
    : `arn:aws:iam::${accountId}:user/${name}`;
  const keys: Record<string, string> = Object.assign(Object.create(null), {
    'aws:principalaccount': accountId,
    'aws:principalarn': isRole ? `arn:aws:iam::${accountId}:role/${role}` : userArn,
    'aws:principaltype': isRole ? 'AssumedRole' : 'User',
    'aws:userid': id,
    ...(isRole ? {} : { 'aws:username': name }),
    ...(organization === undefined ? {} : { 'aws:principalorgid': organization }),
  });
  for (const [tag, value] of Object.entries(tags)) keys[`aws:principaltag/${tag.toLowerCase()}`] = value;
  return Object.freeze({
    by: at.by,
    principalId: '',
    context: {},
    claims: null,
    scopes: [],
    usageKey: '',
    iam: Object.freeze({ accessKey, accountId, caller: id, user: id, userArn, keys: Object.freeze(keys) }),
  });
}

const secretOf = (id: string, { secretFile, secretEnv }: AccessKey): string =>
  read(`the secret of ${id}`, secretFile, secretEnv);

function sessionTokenOf(id: string, { sessionTokenFile, sessionTokenEnv }: AccessKey): string {
  if (sessionTokenFile === undefined && sessionTokenEnv === undefined) return '';
  return read(`the session token of ${id}`, sessionTokenFile, sessionTokenEnv);
}

/** The message names what is missing and where it was looked for, and never what was found. */
function read(what: string, file: string | undefined, variable: string | undefined): string {
  const text = file === undefined ? process.env[variable ?? ''] : textOfRegular(file);
  const value = (text ?? '').trim();
  if (value === '') throw new Error(`${what} is empty: ${file ?? `the environment variable ${variable}`}`);
  return value;
}
