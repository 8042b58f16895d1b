import { z } from 'zod';
import {
  addDomain,
  CLOUDFRONT_ZONE,
  distributionName,
  domainArn,
  domainNameShape,
  mutualTlsShape,
  REGIONAL_ZONE,
  regionalName,
  routingOf,
  securityPolicyShape,
} from '../domain-parts.ts';
import { refused, resource, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

/** A host name of one's own that APIs answer on. */
export default resource({
  name: 'AWS::ApiGateway::DomainName',
  shape: z
    .strictObject({
      DomainName: domainNameShape.describe('The host name.'),
      CertificateArn: z
        .string()
        .optional()
        .describe(
          'Of an edge-optimised domain: its certificate, by an ARN that leads to files of the data folder.',
        ),
      RegionalCertificateArn: z
        .string()
        .optional()
        .describe('Of a Regional domain: its certificate, by an ARN that leads to files of the data folder.'),
      EndpointConfiguration: z
        .strictObject({
          Types: z
            .array(z.enum(['EDGE', 'REGIONAL', 'PRIVATE']))
            .length(1)
            .default(['EDGE'])
            .describe('Where AWS would answer; mutual TLS needs REGIONAL.'),
          IpAddressType: stored(
            z.enum(['ipv4', 'dualstack']).optional().describe('Which addresses AWS would answer on.'),
            'the addresses are those the process listens on',
          ),
          VpcEndpointIds: stored(
            z.array(z.string()).optional().describe('Of a private domain: the endpoints it answers on.'),
            'there is no VPC here',
          ),
        })
        .prefault({})
        .describe('What kind of domain it is.'),
      SecurityPolicy: securityPolicyShape
        .optional()
        .describe('Which versions and ciphers of TLS are spoken: docs/https.md. TLS 1.0 and 1.1 never are.'),
      EndpointAccessMode: z
        .enum(['BASIC', 'STRICT'])
        .optional()
        .describe('STRICT: a request must name the host that its connection was opened for.'),
      MutualTlsAuthentication: mutualTlsShape,
      OwnershipVerificationCertificateArn: stored(
        z.string().optional().describe('What proves to AWS that the domain is yours.'),
        'nobody asks for proof here',
      ),
      RoutingMode: z
        .enum(['BASE_PATH_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'])
        .optional()
        .describe('Whether routing rules are asked, and base path mappings behind them.'),
      Policy: refused(
        z.unknown().optional().describe('Of a private domain: who may reach it.'),
        'policies of domains are not enforced: without it the domain would be open to everyone',
      ),
      Tags: tags,
    })
    .describe('A domain of one’s own.'),
  ref: (settings) => settings.DomainName,
  attributes: {
    DistributionDomainName: (settings) => distributionName(settings.DomainName),
    DistributionHostedZoneId: () => CLOUDFRONT_ZONE,
    RegionalDomainName: (settings, self) => regionalName(settings.DomainName, self),
    RegionalHostedZoneId: () => REGIONAL_ZONE,
    DomainNameArn: (settings, self) => domainArn(self.region, settings.DomainName),
  },
  add(settings, parts, self) {
    addDomain(
      {
        name: settings.DomainName,
        certificateArn: settings.RegionalCertificateArn ?? settings.CertificateArn,
        endpointType: settings.EndpointConfiguration.Types[0]!,
        securityPolicy: settings.SecurityPolicy,
        accessMode: settings.EndpointAccessMode,
        routing: routingOf(settings.RoutingMode),
        mutualTls: settings.MutualTlsAuthentication,
        tags: tagged(settings.Tags),
      },
      parts,
      self,
    );
  },
});
