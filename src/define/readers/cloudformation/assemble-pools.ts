import { error, warning } from '../../../base/note.ts';
import type { UserPool } from '../../model/user-pool.ts';
import type { OfPool, Parts } from './parts.ts';

/** Puts user pools together with their clients, groups, users, domains and resource servers. */
export function assemblePools(parts: Parts): void {
  const known = new Set(parts.userPools.map((pool) => pool.poolId));
  const belonging: readonly OfPool[] = [
    ...parts.poolClients,
    ...parts.resourceServers,
    ...parts.poolGroups,
    ...parts.poolUsers,
    ...parts.poolMembers,
    ...parts.poolDomains,
  ];
  for (const { poolId, origin } of belonging) {
    if (known.has(poolId)) continue;
    const message = `names the user pool ${poolId}, which is not among what was given: refer to it with Ref`;
    parts.draft.note(error('pool.unknown', message, origin));
  }
  for (const part of parts.userPools) {
    const mine = <T extends OfPool>(all: readonly T[]): T[] => all.filter((p) => p.poolId === part.poolId);
    const members = mine(parts.poolMembers);
    const pool: UserPool = {
      ...part,
      clients: mine(parts.poolClients),
      resourceServers: mine(parts.resourceServers),
      groups: mine(parts.poolGroups),
      users: mine(parts.poolUsers).map((user) => ({
        ...user,
        groups: members.filter((m) => m.username === user.username).map((m) => m.group),
      })),
      domains: mine(parts.poolDomains).map((d) => d.domain),
      issuer: '',
      keys: [],
    };
    checkClients(pool, parts);
    parts.draft.userPools.push(pool);
  }
}

const ownScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

function checkClients(pool: UserPool, parts: Parts): void {
  const scopes = new Set(ownScopes);
  for (const server of pool.resourceServers) {
    for (const scope of server.scopes) scopes.add(`${server.identifier}/${scope.name}`);
  }
  for (const client of pool.clients) {
    const wrong = (message: string): void => parts.draft.note(error('pool.client', message, client.origin));
    for (const scope of client.scopes) {
      if (scopes.has(scope)) continue;
      const message = `allows the scope ${scope}, which the pool does not have; it has ${[...scopes].join(', ')}`;
      parts.draft.note(error('pool.scope', message, client.origin));
    }
    const flows = client.oauthFlows;
    if (!client.oauth && flows.length > 0) {
      const message =
        'has AllowedOAuthFlows without AllowedOAuthFlowsUserPoolClient: true, so that none of them works';
      parts.draft.note(warning('pool.client', message, client.origin));
    }
    if (flows.includes('implicit')) {
      const message =
        'allows the implicit flow, which is not answered here (RFC 9700 2.1.2): use code, with PKCE';
      parts.draft.note(warning('pool.client', message, client.origin));
    }
    if (flows.includes('client_credentials')) {
      if (flows.length > 1) wrong('client_credentials cannot be allowed together with code or implicit');
      if (!client.hasSecret) wrong('client_credentials needs GenerateSecret: true');
    } else if (flows.length > 0 && client.callbackUrls.length === 0) {
      wrong('AllowedOAuthFlows code and implicit need CallbackURLs');
    }
  }
}
