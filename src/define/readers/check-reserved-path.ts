import { warning } from '../../base/note.ts';
import type { Api } from '../model/api.ts';
import type { Draft } from './draft.ts';

/**
 * The gateway answers itself below `settings.tokens.path`, on every host, once a web ACL asks for tokens. What an API
 * has in that place by name is not reached any more, and its author should hear of it; a `{proxy+}` means whatever
 * is left.
 */
export function checkReservedPath(draft: Draft): void {
  const { path } = draft.settings.tokens;
  if (!asks([draft.webAcls, draft.ruleGroups])) return;
  for (const api of draft.apis)
    for (const { written, origin } of addresses(api)) {
      if (!`${written}/`.startsWith(`${path}/`)) continue;
      const message = `${written} of ${api.name} is not reached: the gateway answers below ${path} itself, for challenges and puzzles; settings.tokens.path names another place`;
      draft.note(warning('tokens.path-taken', message, origin));
    }
}

/** Whether an action anywhere asks for a token; groups that come with the gateway may as well. */
function asks(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(
    ([key, part]) =>
      key === 'Captcha' || key === 'Challenge' || key === 'ManagedRuleGroupStatement' || asks(part),
  );
}

/** Addresses of an API that are written out. */
function addresses(api: Api): { readonly written: string; readonly origin: Api['origin'] }[] {
  const bases = api.hosts.map(({ basePath }) => basePath.replace(/\/$/, ''));
  if (api.routingRules !== undefined) bases.push('');
  const named = api.resources
    .filter((resource) => resource.methods.length > 0)
    .flatMap(({ path, origin }) => bases.map((base) => ({ written: `${base}${path}`, origin })));
  const stages = api.disableExecuteApiEndpoint ? [] : api.stages;
  return [
    ...named,
    ...stages.flatMap((stage) =>
      api.resources
        .filter((resource) => resource.methods.length > 0)
        .map(({ path, origin }) => ({ written: `/${stage.name}${path}`, origin })),
    ),
  ];
}
