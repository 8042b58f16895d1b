import { z } from 'zod';
import { error } from '../../../base/note.ts';
import { type Domain, NO_REVOCATION, securityPolicies } from '../../model/domain.ts';
import { shortId } from '../../model/ids.ts';
import type { RoutingMode } from '../../model/routing-rule.ts';
import type { Parts } from './parts.ts';
import { refused, type Self } from './resource.ts';

export const domainNameShape = z
  .string()
  .max(253)
  .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, {
    message: 'must be a host name in lower case: api.example.com, or *.example.com',
  });

/** `RoutingMode` of both versions of the service, in our words. */
export const routingOf = (mode: string | undefined): RoutingMode | undefined =>
  mode === undefined
    ? undefined
    : mode === 'ROUTING_RULE_ONLY'
      ? 'rules'
      : mode.endsWith('_ONLY')
        ? 'mappings'
        : 'rules-then-mappings';

export const securityPolicyShape = z.enum(securityPolicies);

/** Of an API: what its execute-api addresses speak, which is TLS 1.2 and 1.3 for all of them. */
export const apiPolicy = refused(
  securityPolicyShape.optional().describe('The TLS of its execute-api addresses, which speak 1.2 and 1.3.'),
  'its execute-api addresses speak TLS 1.2 as well: put it on a domain of its own, and set DisableExecuteApiEndpoint',
  (value) => !/TLS13_1_3_|TLS13_2025_EDGE/.test(String(value)),
);

export const apiAccessMode = z
  .enum(['BASIC', 'STRICT'])
  .optional()
  .describe('STRICT: a request over TLS must name the host that its connection was opened for.');

export const mutualTlsShape = z
  .strictObject({
    TruststoreUri: z
      .string()
      .regex(/^s3:\/\/[\w.-]+(\/(?!\.{1,2}(\/|$))[^/\\\0]+)+$/, 'must be s3://bucket/key')
      .describe('The authorities whose certificates are taken, in PEM: `s3/bucket/key` of the data folder.'),
    TruststoreVersion: z.string().optional().describe('The version of that object; kept with the domain.'),
  })
  .optional()
  .describe('Asks clients for a certificate.');

export interface WrittenDomain {
  readonly name: string;
  readonly certificateArn: string | undefined;
  readonly endpointType: Domain['endpointType'];
  readonly securityPolicy: Domain['securityPolicy'] | undefined;
  readonly accessMode: Domain['accessMode'] | undefined;
  readonly routing: RoutingMode | undefined;
  readonly mutualTls: z.infer<typeof mutualTlsShape>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Adds a domain, with what API Gateway would refuse it for. */
export function addDomain(written: WrittenDomain, parts: Parts, self: Self): void {
  const { draft } = parts;
  const { mutualTls, endpointType } = written;
  const securityPolicy = written.securityPolicy ?? 'TLS_1_2';
  const accessMode = written.accessMode ?? 'BASIC';
  const wrong = (message: string, ...path: string[]): void =>
    draft.note(error('domain.invalid', message, self.at(...path)));
  if (mutualTls !== undefined && endpointType !== 'REGIONAL')
    wrong(`mutual TLS needs a domain of the type REGIONAL: this one is ${endpointType}`);
  if (mutualTls !== undefined && securityPolicy === 'TLS_1_0')
    wrong('mutual TLS needs a security policy from TLS 1.2 on: TLS_1_0 is none', 'SecurityPolicy');
  if (accessMode === 'STRICT' && !securityPolicy.startsWith('SecurityPolicy_'))
    wrong(
      `EndpointAccessMode STRICT goes with a policy whose name begins with SecurityPolicy_, not with ${securityPolicy}`,
      'EndpointAccessMode',
    );
  draft.domains.push({
    id: self.id,
    origin: self.origin,
    name: written.name,
    arn: domainArn(self.region, written.name),
    endpointType,
    certificateArn: written.certificateArn ?? '',
    files: null,
    securityPolicy,
    accessMode,
    ...(written.routing === undefined || written.routing === 'mappings' ? {} : { routing: written.routing }),
    mutualTls:
      mutualTls === undefined
        ? null
        : {
            truststore: mutualTls.TruststoreUri,
            version: mutualTls.TruststoreVersion ?? '',
            revocation: NO_REVOCATION,
          },
    tags: written.tags,
  });
}

export const domainArn = (region: string, name: string): string =>
  `arn:aws:apigateway:${region}::/domainnames/${name}`;

/** Names that DNS records point at in AWS; here nothing answers to them. */
export const regionalName = (name: string, self: Self): string =>
  `d-${shortId(name, 10)}.execute-api.${self.region}.amazonaws.com`;
export const distributionName = (name: string): string => `${shortId(name, 14)}.cloudfront.net`;

/** The zone that CloudFront's names stand in, whatever the distribution. */
export const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';
/** A zone of API Gateway's own names; made up, since nothing here stands in it. */
export const REGIONAL_ZONE = 'Z1UJRXOUMOOFQ8';

/** `(none)` and nothing at all are the root. */
export const basePathOf = (written: string | undefined): string =>
  written === undefined || written === '(none)' ? '' : written.replace(/^\/+|\/+$/g, '');
