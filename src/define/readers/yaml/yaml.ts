import { error, type Note } from '../../../base/note.ts';
import type { Api } from '../../model/api.ts';
import type { IpSet, WebAcl } from '../../model/web-acl.ts';
import type { Draft } from '../draft.ts';
import type { Reader, Source } from '../reader.ts';
import { shaped } from '../shaped.ts';
import { buildAcl, buildIpSet } from './acl.ts';
import { buildApi } from './build.ts';
import { ledgerOf } from './ledger.ts';
import { fileShape, type ShortFile } from './shape.ts';

/** The short form, for people without AWS: servers, and what stands in front of them. */
export const shortForm: Reader = {
  name: 'a portcullis.yaml (with `apis:`)',
  recognises: (value) =>
    typeof value === 'object' && value !== null && 'apis' in value && !('openapi' in value),
  read(sources, draft) {
    for (const source of sources) readOne(source, draft);
    draft.note(...doubleMappings(draft.apis));
  },
};

function readOne(source: Source, draft: Draft): void {
  const { document } = source;
  const at = { file: document.file, path: [], lineOf: document.lineOf };
  const { value, notes } = shaped(fileShape, document.value, at);
  draft.note(...notes);
  if (value === null) return;
  if (value.settings !== undefined) draft.settings = { ...draft.settings, ...value.settings };
  build(value, source, draft);
}

function build(file: ShortFile, source: Source, draft: Draft): void {
  const { document, name: stack } = source;
  const at = { file: document.file, path: [], lineOf: document.lineOf };
  const context = {
    stack,
    settings: draft.settings,
    catalogue: draft.catalogue,
    at,
    origin: document.origin,
  };
  const sets = new Map<string, readonly IpSet[]>();
  for (const [name, addresses] of Object.entries(file.ipSets)) {
    const made = buildIpSet(name, addresses, context);
    sets.set(name, made.sets);
    draft.ipSets.push(...made.sets);
    draft.note(...made.notes);
  }
  const acls = new Map<string, WebAcl>();
  for (const [name, written] of Object.entries(file.webAcls)) {
    const made = buildAcl(name, written, (set) => sets.get(set) ?? [], context);
    acls.set(name, made.acl);
    draft.webAcls.push(made.acl);
    draft.note(...made.notes);
  }
  for (const [name, written] of Object.entries(file.apis)) {
    const origin = (path: readonly (string | number)[]) => document.origin(['apis', name, ...path]);
    const { api, notes } = buildApi(written, { name, stack, settings: draft.settings, origin });
    draft.apis.push(api);
    draft.note(...notes);
    if (written.webAcl === undefined) continue;
    const acl = acls.get(written.webAcl);
    if (acl === undefined) {
      const message = `webAcl ${written.webAcl} is not among webAcls, which are: ${[...acls.keys()].join(', ') || 'none'}`;
      draft.note(error('reference.unknown', message, origin(['webAcl'])));
      continue;
    }
    const resourceArn = api.stages[0]!.arn;
    draft.associations.push({
      id: `${stack}/${name}/webAcl`,
      origin: origin(['webAcl']),
      resourceArn,
      webAclArn: acl.arn,
    });
  }
  draft.stacks.push({ name: stack, file: document.file, description: '', outputs: [], resources: [] });
  draft.ledger.push(...ledgerOf(document, stack));
}

/** Two APIs at one address: nobody could tell which is meant. */
function doubleMappings(apis: readonly Api[]): Note[] {
  const seen = new Map<string, Api>();
  const notes: Note[] = [];
  for (const api of apis) {
    for (const { host, basePath } of api.hosts) {
      const first = seen.get(`${host} ${basePath}`);
      seen.set(`${host} ${basePath}`, first ?? api);
      if (first === undefined) continue;
      const message = `${api.name} answers at host ${host} and path ${basePath}, as ${first.name} does: give one of them another host or basePath`;
      notes.push(error('api.double-mapping', message, api.origin));
    }
  }
  return notes;
}
