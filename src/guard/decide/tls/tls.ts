import { z } from 'zod';
import { type Decision, PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import { traced } from '../../../base/traced.ts';
import type { Api } from '../../../define/model/api.ts';
import type { Definition } from '../../../define/model/definition.ts';
import { type Domain, DomainNames } from '../../../define/model/domain.ts';
import type { Settings } from '../../../define/model/settings.ts';
import { bareHost } from '../address.ts';
import { layer } from '../layer.ts';
import { certificateRules } from './certificate-rules.ts';

export { Challenges, challengeAnswers, challengeCells } from './challenges.ts';

/** What a stage asks of the connections its requests come on. */
interface Demands {
  readonly api: Api;
  readonly domains: readonly Domain[];
  readonly https: Settings['https'];
}

/**
 * Holds a request to what its connection brought: a certificate that its domain has taken, the host that the
 * connection was opened for, HTTPS where plain text is sent on. The host that a request names decides, not the
 * one that its connection was opened for: neither another connection nor plain text is a way around.
 */
export default layer<Demands>({
  name: 'tls',
  shape: z.custom<Demands>().describe('What a stage asks of the connections its requests come on.'),
  of({ definition, api }) {
    const domains = (definition.domains ?? []).filter(
      (d) => d.mutualTls !== null || d.accessMode === 'STRICT',
    );
    const { https } = definition.settings;
    const own = api.clientCertificates !== undefined || api.accessMode === 'STRICT';
    return domains.length > 0 || https.redirect || own
      ? [{ api, domains: definition.domains ?? [], https }]
      : [];
  },
  compile(demands, given) {
    const decide = demanding(demands);
    return traced(given.tracing, 'TLS', 'tls', '', decide, (x, decision) => ({
      looked: {
        host: x.header('host'),
        secure: x.secure,
        serverName: x.tls?.serverName ?? '',
        certificate: x.tls?.client?.subject ?? '',
      },
      outcome: decision === PASS ? 'pass' : `refuse ${decision.reason}`,
      because: decision === PASS ? 'The connection brought what is asked for.' : messageOf(x, decision),
    }));
  },
});

/**
 * Whether a request may have what the gateway itself answers on its host: where the domain asks for a certificate, only
 * with one. Null when no domain asks for anything.
 */
export function admitsToHost({ domains = [] }: Definition): ((x: Exchange) => boolean) | null {
  const asking = domains.some((d) => d.mutualTls !== null || d.accessMode === 'STRICT');
  if (!asking) return null;
  const names = demandsOf(domains);
  return (x) => {
    const host = bareHost(x.header('host'));
    return (names.of(host)?.decide(x, host) ?? PASS) === PASS;
  };
}

function demandsOf(domains: readonly Domain[]): DomainNames<DomainDemands> {
  const names = new DomainNames<DomainDemands>();
  for (const domain of domains) names.add(domain.name, new DomainDemands(domain));
  return names;
}

const messageOf = ({ fault }: Exchange, { reason }: Decision): string =>
  fault instanceof Fault ? `It was refused: ${fault.message}.` : `It is answered with ${reason}.`;

function demanding({ api, domains, https }: Demands): (x: Exchange) => Decision {
  const names = demandsOf(domains);
  const redirected = https.redirect ? redirect(https.port) : null;
  const rules = api.clientCertificates === undefined ? null : certificateRules(api.clientCertificates);
  const unfit = refuse('CLIENT_CERTIFICATE', api.id);
  return (x) => {
    if (redirected !== null && !x.secure) return redirected(x);
    const { tls } = x;
    const host = bareHost(x.header('host'));
    const demands = names.of(host);
    if (demands !== null) {
      const decision = demands.decide(x, host);
      if (decision !== PASS) return decision;
    }
    if (api.accessMode === 'STRICT' && tls !== null && tls.serverName !== host) {
      x.fault = otherHost;
      return unfit;
    }
    if (rules === null) return PASS;
    if (tls === null || tls.client === null) {
      x.fault = unproven(x);
      return unfit;
    }
    if (rules(tls.client)) return PASS;
    x.fault = unfitting;
    return unfit;
  };
}

/** What a domain asks of the connections that requests for it come on. */
class DomainDemands {
  readonly #id: string;
  readonly #mutual: boolean;
  readonly #strict: boolean;
  readonly #refusal: Decision;

  constructor({ id, mutualTls, accessMode }: Domain) {
    this.#id = id;
    this.#mutual = mutualTls !== null;
    this.#strict = accessMode === 'STRICT';
    this.#refusal = refuse('CLIENT_CERTIFICATE', id);
  }

  decide(x: Exchange, host: string): Decision {
    const { tls } = x;
    if (this.#mutual) {
      if (tls === null || tls.client === null || tls.domain !== this.#id) {
        x.fault = tls !== null && tls.domain !== this.#id ? otherHost : unproven(x);
        return this.#refusal;
      }
    }
    if (this.#strict && tls !== null && tls.serverName !== host) {
      x.fault = otherHost;
      return this.#refusal;
    }
    return PASS;
  }
}

const CODE = 'client.certificate';
const plain = new Fault(
  CODE,
  'client',
  'a client certificate is asked for, and the request came in plain text',
);
const missing = new Fault(CODE, 'client', 'the client sent no certificate');
const otherHost = new Fault(
  CODE,
  'client',
  'the connection was opened for another host than the request names',
);
const unfitting = new Fault(CODE, 'client', 'the client’s certificate fits none of the rules of the API');

/** Why a connection has no certificate that counts. One for each session: whoever asks again and again costs no more. */
function unproven({ tls }: Exchange): Fault {
  if (tls === null) return plain;
  const flaw = tls.flaw ?? '';
  if (flaw === '') return missing;
  const known = told.get(tls);
  if (known?.message === flaw) return known;
  const fault = new Fault(CODE, 'client', flaw);
  told.set(tls, fault);
  return fault;
}

const told = new WeakMap<object, Fault>();

/** As CloudFront does: 301, and 307 where the method must stay. */
function redirect(port: number): (x: Exchange) => Decision {
  const suffix = port === 443 ? '' : `:${port}`;
  const moved = refuse('HTTPS_REQUIRED', '', { status: 301, headers: [], body: '' });
  const kept = refuse('HTTPS_REQUIRED', '', { status: 307, headers: [], body: '' });
  const nowhere = refuse('HTTPS_REQUIRED', '');
  return (x) => {
    const host = bareHost(x.header('host'));
    if (host === '') return nowhere;
    x.refusalHeaders = ['Location', `https://${host}${suffix}${x.target}`];
    return x.method === 'GET' || x.method === 'HEAD' ? moved : kept;
  };
}
