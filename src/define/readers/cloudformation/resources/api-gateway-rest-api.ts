import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resourcePolicyShape } from '../../../model/policy.ts';
import { apiOfBody } from '../body.ts';
import { apiAccessMode, apiPolicy } from '../domain-parts.ts';
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
        .optional()
        .describe(
          'Where a caller gives the API key: HEADER, in `x-api-key`, which is usual, or by what the authorizer names.',
        ),
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
      SecurityPolicy: apiPolicy,
      EndpointAccessMode: apiAccessMode,
      Body: z
        .record(z.string(), z.unknown())
        .optional()
        .describe(
          'An OpenAPI or Swagger document with the resources and methods; what the properties beside it say goes before it.',
        ),
      BodyS3Location: z
        .strictObject({
          Bucket: stored(
            z.string().optional().describe('The bucket the document lies in.'),
            'assets are found by their hash',
          ),
          Key: z.string().describe('The key of the document; for an asset of CDK its hash.'),
          ETag: stored(
            z.string().optional().describe('The checksum of the object.'),
            'assets are found by their hash',
          ),
          Version: stored(
            z.string().optional().describe('The version of the object.'),
            'assets are found by their hash',
          ),
        })
        .optional()
        .describe('The document, as a file asset of the cloud assembly.'),
      CloneFrom: refused(
        z.string().optional().describe('The API to copy.'),
        'there is no API to copy from: write its resources',
      ),
      Parameters: refused(
        z
          .record(z.string(), z.string())
          .default({})
          .describe('Settings of an import: endpointConfigurationTypes, basepath, ignore.'),
        'basepath must be ignore, as it is when it is not written: write the whole paths into the document',
        (value) => ((value as { basepath?: unknown } | undefined)?.basepath ?? 'ignore') === 'ignore',
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
    const apiId = apiIdOf(self);
    const rootId = rootIdOf(self);
    const body = apiOfBody(api, { apiId, rootId }, parts, self);
    const policy =
      api.Policy === undefined
        ? null
        : { id: `${self.id}/Policy`, origin: self.at('Policy'), document: api.Policy };
    parts.apis.push({
      id: self.id,
      origin: self.origin,
      apiId,
      rootId,
      name: api.Name ?? body?.title ?? self.logicalId,
      description: api.Description || (body?.description ?? ''),
      endpointType:
        api.EndpointConfiguration.Types?.[0] ?? imported(api.Parameters) ?? body?.endpointType ?? 'EDGE',
      binaryMediaTypes:
        api.BinaryMediaTypes.length > 0 ? api.BinaryMediaTypes : (body?.binaryMediaTypes ?? []),
      disableExecuteApiEndpoint: api.DisableExecuteApiEndpoint || (body?.disableExecuteApiEndpoint ?? false),
      accessMode: api.EndpointAccessMode ?? body?.accessMode ?? 'BASIC',
      minimumCompressionSize: api.MinimumCompressionSize ?? body?.minimumCompressionSize ?? null,
      apiKeySource: api.ApiKeySourceType ?? body?.apiKeySource ?? 'HEADER',
      policy: policy ?? body?.policy ?? null,
      tags: { ...body?.tags, ...tagged(api.Tags) },
    });
  },
});

/** The kind of endpoint that the settings of the import name; null when they name none. */
function imported(parameters: Readonly<Record<string, string>>): 'EDGE' | 'REGIONAL' | 'PRIVATE' | null {
  const type = parameters.endpointConfigurationTypes;
  return type === 'EDGE' || type === 'REGIONAL' || type === 'PRIVATE' ? type : null;
}

const apiIdOf = (self: Self): string => shortId(self.id, 10);
const rootIdOf = (self: Self): string => shortId(`${self.id}/root`, 6);
