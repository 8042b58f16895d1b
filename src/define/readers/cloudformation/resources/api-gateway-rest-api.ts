import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resourcePolicyShape } from '../../../model/policy.ts';
import { refused, resource, type Self, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

const endpoint = z
  .strictObject({
    Types: stored(
      z
        .array(z.enum(['EDGE', 'REGIONAL', 'PRIVATE']))
        .min(1)
        .max(1)
        .optional()
        .describe('Where AWS would answer: at the edge, in the Region, or in a VPC.'),
      'the API answers where this process listens',
    ),
    IpAddressType: stored(
      z.enum(['ipv4', 'dualstack']).optional().describe('Which addresses AWS would answer on.'),
      'the addresses are those the process listens on',
    ),
    VpcEndpointIds: stored(
      z.array(z.string()).optional().describe('Of a private API: the endpoints it answers on.'),
      'they only name addresses: settings.networks says who is inside, and the policy who may call',
    ),
  })
  .prefault({})
  .describe('What kind of endpoint it has.');

/** An API; its tree and its stages are resources of their own. */
export default resource({
  name: 'AWS::ApiGateway::RestApi',
  shape: z
    .strictObject({
      Name: z.string().optional().describe('Its name; needed unless Body gives one.'),
      Description: z.string().default('').describe('What it is.'),
      EndpointConfiguration: endpoint,
      BinaryMediaTypes: z.array(z.string()).default([]).describe('Media types that are not text.'),
      DisableExecuteApiEndpoint: z
        .boolean()
        .default(false)
        .describe('True: it answers on its own domains alone.'),
      ApiKeySourceType: z
        .enum(['HEADER', 'AUTHORIZER'])
        .default('HEADER')
        .describe('Where a caller gives the API key: in `x-api-key`, or by what the authorizer names.'),
      MinimumCompressionSize: z
        .int()
        .min(0)
        .max(10_485_760)
        .optional()
        .describe('Answers of this many bytes and more are compressed.'),
      FailOnWarnings: stored(
        z.boolean().optional().describe('Whether an import stops at warnings.'),
        'only says how Body is imported',
      ),
      Mode: stored(
        z.enum(['overwrite', 'merge']).optional().describe('How Body goes together with what is there.'),
        'only says how Body is imported',
      ),
      SecurityPolicy: stored(
        z.string().optional().describe('The least version of TLS.'),
        'TLS is set for the listener as a whole',
      ),
      EndpointAccessMode: stored(
        z.enum(['BASIC', 'STRICT']).optional().describe('How strictly the endpoint is bound to its name.'),
        'TLS is set for the listener as a whole',
      ),
      Body: refused(
        z.unknown().optional().describe('An OpenAPI document with the resources and methods.'),
        'the resources inside it are not read yet: give the OpenAPI document as a file of its own',
      ),
      BodyS3Location: refused(
        z.unknown().optional().describe('Where the OpenAPI document lies in S3.'),
        'there is no S3 here: give the OpenAPI document as a file of its own',
      ),
      CloneFrom: refused(
        z.string().optional().describe('The API to copy.'),
        'there is no API to copy from: write its resources',
      ),
      Parameters: stored(
        z.record(z.string(), z.string()).optional().describe('Settings of an import.'),
        'only says how Body is imported',
      ),
      Policy: resourcePolicyShape.optional().describe('Who may call the API, as a policy document.'),
      Version: stored(z.string().optional().describe('A version of your own.'), 'decides nothing'),
      Tags: tags,
    })
    .describe('A REST API.'),
  ref: (_, self) => apiIdOf(self),
  attributes: {
    RestApiId: (_, self) => apiIdOf(self),
    RootResourceId: (_, self) => rootIdOf(self),
  },
  add(api, parts, self) {
    parts.apis.push({
      id: self.id,
      origin: self.origin,
      apiId: apiIdOf(self),
      rootId: rootIdOf(self),
      name: api.Name ?? self.logicalId,
      description: api.Description,
      endpointType: api.EndpointConfiguration.Types?.[0] ?? 'EDGE',
      binaryMediaTypes: api.BinaryMediaTypes,
      disableExecuteApiEndpoint: api.DisableExecuteApiEndpoint,
      minimumCompressionSize: api.MinimumCompressionSize ?? null,
      apiKeySource: api.ApiKeySourceType,
      policy:
        api.Policy === undefined
          ? null
          : { id: `${self.id}/Policy`, origin: self.at('Policy'), document: api.Policy },
      tags: tagged(api.Tags),
    });
  },
});

const apiIdOf = (self: Self): string => shortId(self.id, 10);
const rootIdOf = (self: Self): string => shortId(`${self.id}/root`, 6);
