import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Api } from '../../model/api.ts';
import type { IpSet, WebAcl } from '../../model/web-acl.ts';
import type { Draft } from '../draft.ts';
import { type AclContext, buildAcl, buildIpSet } from './acl.ts';
import { missing } from './names.ts';
import type { ShortFile } from './shape.ts';

/** Adds the sets and web ACLs that a file gives names to; what comes back puts one of them in front of an API. */
export function addAcls(
  { webAcls, ipSets }: Pick<ShortFile, 'webAcls' | 'ipSets'>,
  context: AclContext,
  draft: Draft,
): (name: string, api: Api, origin: Origin) => void {
  const sets = new Map<string, readonly IpSet[]>();
  for (const [name, addresses] of Object.entries(ipSets)) {
    const made = buildIpSet(name, addresses, context);
    sets.set(name, made.sets);
    draft.ipSets.push(...made.sets);
    draft.note(...made.notes);
  }
  const acls = new Map<string, WebAcl>();
  for (const [name, written] of Object.entries(webAcls)) {
    const made = buildAcl(name, written, sets, context);
    acls.set(name, made.acl);
    draft.webAcls.push(made.acl);
    if (made.log !== null) draft.loggingConfigurations.push(made.log);
    draft.note(...made.notes);
  }
  return (name, api, origin) => {
    const acl = acls.get(name);
    if (acl === undefined)
      return draft.note(
        error('reference.unknown', missing(`webAcl ${name}`, 'webAcls', name, [...acls.keys()]), origin),
      );
    const association = {
      id: `${api.id}/webAcl`,
      origin,
      resourceArn: api.stages[0]!.arn,
      webAclArn: acl.arn,
    };
    draft.associations.push(association);
  };
}

/** Two APIs at one address: nobody could tell which is meant. */
export function doubleMappings(apis: readonly Api[]): Note[] {
  const seen = new Map<string, Api>();
  const notes: Note[] = [];
  for (const api of apis) {
    for (const { host, basePath } of api.hosts) {
      const first = seen.get(`${host} ${basePath}`);
      seen.set(`${host} ${basePath}`, first ?? api);
      if (first === undefined) continue;
      const message = `${api.name} answers at host ${host} and path ${basePath}, as ${first.name} does: give one of them another host or basePath`;
      notes.push(error('api.duplicate-mapping', message, api.origin));
    }
  }
  return notes;
}
