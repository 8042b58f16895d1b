import { z } from 'zod';
import {
  addDomain,
  domainArn,
  domainNameShape,
  mutualTlsShape,
  REGIONAL_ZONE,
  regionalName,
  routingOf,
  securityPolicyShape,
} from '../domain-parts.ts';
import { resource, stored } from '../resource.ts';

const configuration = z
  .strictObject({
    CertificateArn: z
      .string()
      .optional()
      .describe('Its certificate, by an ARN that leads to files of the data folder.'),
    CertificateName: stored(
      z.string().optional().describe('What the certificate is called.'),
      'decides nothing',
    ),
    EndpointType: z.enum(['REGIONAL', 'EDGE']).default('REGIONAL').describe('Where AWS would answer.'),
    IpAddressType: stored(
      z.enum(['ipv4', 'dualstack']).optional().describe('Which addresses AWS would answer on.'),
      'the addresses are those the process listens on',
    ),
    OwnershipVerificationCertificateArn: stored(
      z.string().optional().describe('What proves to AWS that the domain is yours.'),
      'nobody asks for proof here',
    ),
    SecurityPolicy: securityPolicyShape
      .optional()
      .describe('Which versions and ciphers of TLS are spoken: docs/https.md. TLS 1.0 and 1.1 never are.'),
  })
  .describe('How it is reached.');

/** A host name of one's own that APIs answer on, in the words of the second version of the service. */
export default resource({
  name: 'AWS::ApiGatewayV2::DomainName',
  shape: z
    .strictObject({
      DomainName: domainNameShape.describe('The host name.'),
      DomainNameConfigurations: z.array(configuration).max(1).default([]).describe('How it is reached.'),
      MutualTlsAuthentication: mutualTlsShape,
      RoutingMode: z
        .enum(['API_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_API_MAPPING'])
        .optional()
        .describe('Whether routing rules are asked, and API mappings behind them.'),
      Tags: z.record(z.string(), z.string()).default({}).describe('Tags.'),
    })
    .describe('A domain of one’s own.'),
  ref: (settings) => settings.DomainName,
  attributes: {
    RegionalDomainName: (settings, self) => regionalName(settings.DomainName, self),
    RegionalHostedZoneId: () => REGIONAL_ZONE,
    DomainNameArn: (settings, self) => domainArn(self.region, settings.DomainName),
  },
  add(settings, parts, self) {
    const [how] = settings.DomainNameConfigurations;
    addDomain(
      {
        name: settings.DomainName,
        certificateArn: how?.CertificateArn,
        endpointType: how?.EndpointType ?? 'REGIONAL',
        securityPolicy: how?.SecurityPolicy,
        accessMode: undefined,
        routing: routingOf(settings.RoutingMode),
        mutualTls: settings.MutualTlsAuthentication,
        tags: settings.Tags,
      },
      parts,
      self,
    );
  },
});
