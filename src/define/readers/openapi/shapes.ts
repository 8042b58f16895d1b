import { z } from 'zod';
import { stored } from '../cloudformation/resource.ts';
import {
  componentsExtensions,
  operationExtensions,
  pathExtensions,
  rootExtensions,
  schemeExtensions,
  serverExtensions,
  tagExtensions,
} from './extensions.ts';

// The objects of an OpenAPI document that are read; what is in schemas, examples and answers is kept whole.

const WORDS = 'describes the API to people';
const ANSWERS = 'answers are not held against it';

const something = (about: string) => z.unknown().optional().describe(about);
const words = (about: string) => stored(something(about), WORDS);

export const securityShape = z
  .array(z.record(z.string(), z.array(z.string())))
  .optional()
  .describe('Ways to prove who the caller is, one of which must hold.');

const servers = z.array(z.unknown()).optional().describe('Servers that answer; the first one is used.');

export const pathsShape = z.record(z.string(), z.unknown()).describe('Paths, and the operations of each.');

const root = {
  info: z.unknown().describe('What the API is.'),
  tags: z.array(z.unknown()).optional().describe('Groups of operations.'),
  externalDocs: words('More to read.'),
  security: stored(securityShape, 'not checked here'),
  ...rootExtensions,
};

export const openapiShape = z
  .strictObject({
    openapi: z.unknown().describe('The version of OpenAPI.'),
    jsonSchemaDialect: something('The dialect of the schemas.'),
    ...root,
    servers,
    paths: pathsShape.default({}),
    webhooks: stored(
      something('Requests that the API sends.'),
      'requests of the server behind do not come by here',
    ),
    components: z.unknown().optional().describe('What other parts name by `$ref`.'),
  })
  .describe('An OpenAPI 3.0 or 3.1 document.');

export const swaggerShape = z
  .strictObject({
    swagger: z.unknown().describe('The version: 2.0.'),
    ...root,
    host: z.string().optional().describe('The host that answers, and its port.'),
    basePath: z.string().default('').describe('The path that all paths stand under there.'),
    schemes: z.array(z.string()).optional().describe('http or https; the first one is used.'),
    consumes: something('Media types of bodies.'),
    produces: stored(something('Media types of answers.'), ANSWERS),
    paths: pathsShape.default({}),
    definitions: something('Schemas that other parts name.'),
    parameters: something('Parameters that other parts name.'),
    responses: stored(something('Answers that other parts name.'), ANSWERS),
    securityDefinitions: z.unknown().optional().describe('Ways to prove who a caller is, by name.'),
  })
  .describe('A Swagger 2.0 document.');

export const infoShape = z
  .strictObject({
    title: z.string().describe('The name of the API.'),
    description: z.string().default('').describe('What it is.'),
    version: words('The version of the document.'),
    summary: words('What it is, in a line.'),
    termsOfService: words('The terms of its use.'),
    contact: words('Whom to ask.'),
    license: words('Under which licence it is.'),
  })
  .describe('What the API is.');

export const serverShape = z
  .strictObject({
    url: z.string().default('/').describe('Its address, with `{name}` for variables.'),
    description: words('What it is.'),
    name: words('Its name.'),
    variables: z
      .record(
        z.string(),
        z
          .looseObject({
            default: z.string().describe('Its value, unless a parameter of that name is given.'),
            enum: z.array(z.string()).optional().describe('The values it may have.'),
          })
          .describe('A variable.'),
      )
      .default({})
      .describe('Variables of its address.'),
    ...serverExtensions,
  })
  .describe('A server.');

export const tagShape = z
  .strictObject({
    name: z.string().describe('Its name.'),
    description: words('What it is.'),
    externalDocs: words('More to read.'),
    ...tagExtensions,
  })
  .describe('A group of operations.');

export const componentsShape = z
  .strictObject({
    schemas: something('Schemas.'),
    responses: stored(something('Answers.'), ANSWERS),
    parameters: something('Parameters.'),
    examples: words('Examples.'),
    requestBodies: something('Bodies.'),
    headers: stored(something('Headers of answers.'), ANSWERS),
    securitySchemes: z.unknown().optional().describe('Ways to prove who a caller is, by name.'),
    links: words('Links between operations.'),
    callbacks: stored(
      something('Requests that the API sends.'),
      'requests of the server behind do not come by here',
    ),
    pathItems: z.unknown().optional().describe('Paths that others name.'),
    mediaTypes: something('Media types.'),
    ...componentsExtensions,
  })
  .describe('What other parts name by `$ref`.');

/** The verbs a path may list, and whether API Gateway has them. */
export const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

const operation = z.unknown().optional().describe('The operation of that method.');

export const pathShape = z
  .strictObject({
    summary: words('What it is, in a line.'),
    description: words('What it is.'),
    servers,
    parameters: something('Parameters of all its operations.'),
    ...(Object.fromEntries(VERBS.map((verb) => [verb, operation])) as Record<
      (typeof VERBS)[number],
      typeof operation
    >),
    trace: stored(operation, 'API Gateway has no method TRACE; it is answered 403'),
    ...pathExtensions,
  })
  .describe('A path.');

export const operationShape = z
  .strictObject({
    tags: words('Groups it is in.'),
    summary: words('What it is, in a line.'),
    description: words('What it is.'),
    externalDocs: words('More to read.'),
    operationId: words('Its name in generated clients.'),
    consumes: something('Media types of its bodies.'),
    produces: stored(something('Media types of its answers.'), ANSWERS),
    parameters: something('Its parameters.'),
    requestBody: something('Its body.'),
    responses: stored(something('Its answers.'), ANSWERS),
    callbacks: stored(
      something('Requests that the API sends.'),
      'requests of the server behind do not come by here',
    ),
    deprecated: words('Whether it should no longer be used.'),
    security: stored(securityShape, 'not checked here: the server behind must'),
    schemes: z
      .array(z.string())
      .optional()
      .describe('Of Swagger 2.0: http or https, instead of those of the root.'),
    servers,
    ...operationExtensions,
  })
  .describe('An operation.');

/** One of `x-amazon-apigateway-gateway-responses`. */
export const gatewayResponseShape = z
  .strictObject({
    statusCode: z
      .union([z.int().min(200).max(599), z.string().regex(/^[2-5]\d\d$/, 'must be a status from 200 to 599')])
      .optional()
      .describe('Their status, in place of their own.'),
    responseParameters: z
      .record(z.string(), z.string())
      .default({})
      .describe('Headers of the answer, and where each comes from.'),
    responseTemplates: z.record(z.string(), z.string()).default({}).describe('By media type: the body.'),
  })
  .describe('How refusals of one type look.');

/** One of `x-amazon-apigateway-request-validators`. */
export const validatorShape = z
  .strictObject({
    validateRequestBody: z.boolean().default(false).describe('Whether bodies must fit their model.'),
    validateRequestParameters: z
      .boolean()
      .default(false)
      .describe('Whether parameters that are needed must be there.'),
  })
  .describe('A validator of requests.');

export const schemeShape = z
  .strictObject({
    ...Object.fromEntries(
      [
        'type',
        'description',
        'name',
        'in',
        'scheme',
        'bearerFormat',
        'flow',
        'flows',
        'scopes',
        'authorizationUrl',
        'tokenUrl',
        'openIdConnectUrl',
        'deprecated',
      ].map((key) => [key, stored(something(`\`${key}\` of OpenAPI.`), 'not checked here')]),
    ),
    ...schemeExtensions,
  })
  .describe('A way to prove who a caller is.');
