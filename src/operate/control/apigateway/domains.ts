import { X509Certificate } from 'node:crypto';
import type { Definition } from '../../../define/model/definition.ts';
import type { ApiClientCertificate, Domain } from '../../../define/model/domain.ts';
import { notFound } from '../aws-error.ts';
import type { ControlState } from '../state.ts';

/** The domain of that name. Throws what API Gateway answers when there is none. */
export function domainOf({ domains = [] }: Definition, name: string): Domain {
  const found = domains.find((domain) => domain.name === name);
  if (found === undefined) throw notFound('Invalid domain name identifier specified');
  return found;
}

const ROUTING = {
  mappings: 'BASE_PATH_MAPPING_ONLY',
  rules: 'ROUTING_RULE_ONLY',
  'rules-then-mappings': 'ROUTING_RULE_THEN_BASE_PATH_MAPPING',
} as const;

/** A domain as `GetDomainName` gives it. */
export function renderedDomain(domain: Domain): object {
  const { name, certificateArn, endpointType, securityPolicy, accessMode, mutualTls, tags, arn } = domain;
  const isEdge = endpointType === 'EDGE';
  return {
    domainName: name,
    domainNameArn: arn,
    ...(certificateArn === ''
      ? {}
      : { [isEdge ? 'certificateArn' : 'regionalCertificateArn']: certificateArn }),
    endpointConfiguration: { types: [endpointType] },
    domainNameStatus: 'AVAILABLE',
    securityPolicy,
    endpointAccessMode: accessMode,
    routingMode: ROUTING[domain.routing ?? 'mappings'],
    ...(mutualTls === null
      ? {}
      : {
          mutualTlsAuthentication: {
            truststoreUri: mutualTls.truststore,
            ...(mutualTls.version === '' ? {} : { truststoreVersion: mutualTls.version }),
          },
        }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
}

/** Where the paths of a domain lead, as `GetBasePathMappings` gives it. */
export const mappingsOf = ({ apis }: Definition, { name }: Domain): BasePathMapping[] =>
  apis.flatMap(({ apiId, hosts }) =>
    hosts
      .filter(({ host }) => host === name)
      .map(({ basePath, stage }) => ({
        basePath: basePath === '/' ? '(none)' : basePath.slice(1),
        restApiId: apiId,
        ...(stage === '' ? {} : { stage }),
      })),
  );

export interface BasePathMapping {
  readonly basePath: string;
  readonly restApiId: string;
  readonly stage?: string;
}

/** The client certificate of that id. Throws what API Gateway answers when there is none. */
export function clientCertificateOf(
  { clientCertificates = [] }: Definition,
  id: string,
): ApiClientCertificate {
  const found = clientCertificates.find((one) => one.clientCertificateId === id);
  if (found === undefined) throw notFound('Invalid Client Certificate identifier specified');
  return found;
}

/** A client certificate as `GetClientCertificate` gives it; never its key. */
export function renderedClientCertificate(certificate: ApiClientCertificate, state: ControlState): object {
  const { clientCertificateId, description, tags } = certificate;
  const pem = state.clientCertificatePem?.(certificate) ?? '';
  const dates = pem === '' ? null : new X509Certificate(pem);
  return {
    clientCertificateId,
    ...(description === '' ? {} : { description }),
    ...(dates === null
      ? {}
      : {
          pemEncodedCertificate: pem,
          createdDate: Math.floor(dates.validFromDate.getTime() / 1000),
          expirationDate: Math.floor(dates.validToDate.getTime() / 1000),
        }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
}
