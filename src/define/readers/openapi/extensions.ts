import { z } from 'zod';
import { resourcePolicyShape } from '../../model/policy.ts';
import { apiAccessMode, apiPolicy } from '../cloudformation/domain-parts.ts';
import { refused, stored } from '../cloudformation/resource.ts';
import { routeShape } from '../yaml/shape.ts';

// Extensions of API Gateway and our own, by where they may stand. Each is enforced unless marked otherwise.

const endpointConfiguration = z
  .strictObject({
    types: z
      .array(z.enum(['EDGE', 'REGIONAL', 'PRIVATE']))
      .length(1)
      .optional()
      .describe('Where AWS would answer: at the edge, in the Region, or in a VPC.'),
    disableExecuteApiEndpoint: z
      .boolean()
      .optional()
      .describe('True: it answers on its own hosts alone, not on its execute-api addresses.'),
    vpcEndpointIds: stored(
      z.array(z.string()).optional().describe('Of a private API: the endpoints it answers on.'),
      'they only name addresses: settings.networks says who is inside, and the policy who may call',
    ),
    ipAddressType: stored(
      z.enum(['ipv4', 'dualstack']).optional().describe('Which addresses AWS would answer on.'),
      'the addresses are those the process listens on',
    ),
  })
  .optional()
  .describe('What kind of endpoint the API has.');

const integrations = z
  .record(z.string(), z.unknown())
  .optional()
  .describe('Integrations that operations name by `$ref`.');

export const rootExtensions = {
  'x-portcullis': z.unknown().optional().describe('What stands in front of the API.'),
  'x-amazon-apigateway-api-key-source': z
    .enum(['HEADER', 'AUTHORIZER'])
    .optional()
    .describe('Where a caller gives the API key: in `x-api-key`, or by what the authorizer names.'),
  'x-amazon-apigateway-binary-media-types': z
    .array(z.string())
    .optional()
    .describe('Media types that are not text.'),
  'x-amazon-apigateway-cors': refused(
    z.unknown().optional().describe('CORS of an HTTP API.'),
    'CORS of HTTP APIs is not enforced yet, and browsers would be turned away: write OPTIONS operations with a mock integration, as REST APIs have them',
  ),
  'x-amazon-apigateway-documentation': stored(
    z.unknown().optional().describe('Documentation parts.'),
    'decides nothing',
  ),
  'x-amazon-apigateway-endpoint-access-mode': apiAccessMode,
  'x-amazon-apigateway-endpoint-configuration': endpointConfiguration,
  'x-amazon-apigateway-gateway-responses': z
    .record(z.string(), z.unknown())
    .optional()
    .describe('How refusals look, by their type.'),
  'x-amazon-apigateway-importexport-version': stored(
    z.string().optional().describe('The version of the import format of HTTP APIs.'),
    'decides nothing',
  ),
  'x-amazon-apigateway-integrations': integrations,
  'x-amazon-apigateway-minimum-compression-size': z
    .int()
    .min(0)
    .max(10_485_760)
    .optional()
    .describe('Answers of this many bytes and more are compressed.'),
  'x-amazon-apigateway-policy': resourcePolicyShape
    .optional()
    .describe('Who may call the API, as a policy document.'),
  'x-amazon-apigateway-request-validator': z.string().optional().describe('The validator of all operations.'),
  'x-amazon-apigateway-request-validators': z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What each validator checks, by its name.'),
  'x-amazon-apigateway-security-policy': apiPolicy,
};

export const componentsExtensions = { 'x-amazon-apigateway-integrations': integrations };

export const serverExtensions = { 'x-amazon-apigateway-endpoint-configuration': endpointConfiguration };

export const tagExtensions = {
  'x-amazon-apigateway-tag-value': stored(
    z.string().optional().describe('The value of a tag of the API; the name is that of the OpenAPI tag.'),
    'tags are given back, and decide nothing',
  ),
};

export const pathExtensions = {
  'x-amazon-apigateway-any-method': z
    .unknown()
    .optional()
    .describe('The operation of every method that the path does not list.'),
};

export const operationExtensions = {
  'x-portcullis': routeShape.optional(),
  'x-amazon-apigateway-auth': z
    .strictObject({
      type: z
        .string()
        .transform((text) => text.toUpperCase())
        .pipe(z.enum(['NONE', 'AWS_IAM']))
        .describe('AWS_IAM: requests are signed; NONE: security says who may call.'),
    })
    .optional()
    .describe('How callers prove who they are.'),
  'x-amazon-apigateway-integration': z.unknown().optional().describe('What answers the operation.'),
  'x-amazon-apigateway-request-validator': z.string().optional().describe('The validator of the operation.'),
};

/** Why what a security scheme says has no effect: only operations that name the scheme are held to it. */
export const UNNAMED = 'no operation names it';

export const schemeExtensions = {
  'x-amazon-apigateway-authorizer': stored(
    z.unknown().optional().describe('The authorizer that is asked by operations that name the scheme.'),
    UNNAMED,
  ),
  'x-amazon-apigateway-authtype': stored(
    z.string().optional().describe('What the authorizer is called; awsSigv4: requests are signed.'),
    UNNAMED,
  ),
};

/** Where extensions may stand, and which: what the reference prints. */
export const extensionPlaces = {
  'the root': rootExtensions,
  components: componentsExtensions,
  'a server': serverExtensions,
  'a tag': tagExtensions,
  'a path': pathExtensions,
  'an operation': operationExtensions,
  'a security scheme': schemeExtensions,
} as const;
