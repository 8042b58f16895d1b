import type { Api } from '../../model/api.ts';
import type { Path } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Reader, Source } from '../reader.ts';
import { shaped } from '../shaped.ts';
import { addAcls, doubleMappings } from './acls.ts';
import { Authorizers } from './authorizers.ts';
import { buildApi } from './build.ts';
import { addDomains } from './domains.ts';
import { identitiesIn } from './identities.ts';
import { ledgerOf } from './ledger.ts';
import { addPlans } from './plans.ts';
import { fileShape, type ShortFile } from './shape.ts';

/** The short form, for people without AWS: servers, and what stands in front of them. */
export const shortForm: Reader = {
  name: 'a portcullis.yaml (with `apis:` or `domains:`)',
  recognises: (value) =>
    typeof value === 'object' &&
    value !== null &&
    ('apis' in value || 'domains' in value || 'settings' in value) &&
    !('openapi' in value || 'swagger' in value || 'Resources' in value),
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
  if (value.settings !== undefined) {
    const { identities } = value.settings;
    const found = identities === undefined ? null : identitiesIn(identities, source);
    if (found !== null) draft.note(...found.notes);
    const named = found === null ? {} : { identities: found.identities };
    draft.settings = { ...draft.settings, ...value.settings, ...named };
  }
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
  const associate = addAcls(file, context, draft);
  const domains = {
    stack,
    folder: source.folder,
    origin: (path: Path) => document.origin(['domains', ...path]),
  };
  // Behind what templates say of the same domains.
  draft.later(() => addDomains(file.domains, domains, draft));
  const authorizers = new Authorizers(file.authorizers, {
    draft,
    folder: source.folder,
    origin: (path) => document.origin(['authorizers', ...path]),
  });
  const apis = new Map<string, Api>();
  for (const [name, written] of Object.entries(file.apis)) {
    const origin = (path: readonly (string | number)[]) => document.origin(['apis', name, ...path]);
    const { settings } = draft;
    const where = { name, stack, folder: source.folder, settings, origin, authorizers };
    const { api, notes } = buildApi(written, where);
    draft.apis.push(api);
    apis.set(name, api);
    draft.note(...notes);
    if (written.webAcl !== undefined) associate(written.webAcl, api, origin(['webAcl']));
  }
  addPlans(file, { stack, apis, draft, origin: document.origin });
  draft.stacks.push({ name: stack, file: document.file, description: '', outputs: [], resources: [] });
  draft.ledger.push(...ledgerOf(document, stack));
}
