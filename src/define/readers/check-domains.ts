import { error, info, type Note, warning } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import { type Domain, DomainNames } from '../model/domain.ts';
import type { Draft } from './draft.ts';

/** What can only be seen once all domains and all APIs are there. */
export function checkDomains(draft: Draft): void {
  const { domains, apis } = draft;
  const note = (one: Note): void => draft.note(one);
  const names = new DomainNames<Domain>();
  const first = new Map<string, Domain>();
  for (const domain of domains) {
    const { name, origin, securityPolicy } = domain;
    const before = first.get(name);
    if (before !== undefined)
      note(error('domain.duplicate', `${name} is already a domain, at ${place(before.origin)}`, origin));
    first.set(name, domain);
    names.add(name, domain);
    if (securityPolicy === 'TLS_1_0')
      note(
        info(
          'domain.tls-1-0',
          `${name} asks for TLS 1.0: TLS 1.2 and 1.3 are spoken, as with TLS_1_2, and no client of today needs less`,
          origin,
        ),
      );
  }
  const made = new Set(draft.clientCertificates.map((one) => one.clientCertificateId));
  for (const stage of apis.flatMap((api) => api.stages)) {
    const { clientCertificateId = '' } = stage;
    if (clientCertificateId === '' || made.has(clientCertificateId)) continue;
    const message = `ClientCertificateId ${clientCertificateId} is no client certificate that was given`;
    note(error('stage.no-client-certificate', message, stage.origin));
  }
  for (const api of apis) {
    if (api.disableExecuteApiEndpoint || api.clientCertificates !== undefined) continue;
    const guarded = [...api.hosts, ...(api.routingRules ?? [])]
      .map(({ host }) => (host === '*' ? null : names.of(host)))
      .find((domain) => domain !== null && domain.mutualTls !== null);
    if (guarded === undefined || guarded === null) continue;
    const message = `${api.name} asks for a client certificate on ${guarded.name}, and answers without one on its execute-api addresses: set DisableExecuteApiEndpoint`;
    note(warning('domain.open-endpoint', message, api.origin));
  }
}
