import type { Authorizer } from './authorizer.ts';
import type { Contract } from './contract.ts';
import type { Element } from './element.ts';
import type { GatewayResponse } from './gateway-response.ts';
import type { PolicyDocument } from './policy.ts';
import type { RoutingRule } from './routing-rule.ts';
import type { Model, RequestValidator, SchemaSet } from './validation.ts';

/** A REST API: its tree of resources and its stages. */
export interface Api extends Element {
  /** Ten lower-case letters and digits, derived from stack and logical id. */
  readonly apiId: string;
  readonly name: string;
  readonly description: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly binaryMediaTypes: readonly string[];
  readonly disableExecuteApiEndpoint: boolean;
  /** Answers of so many bytes and more are compressed for callers that take it; absent or null: none is. */
  readonly minimumCompressionSize?: number | null;
  /** Where a caller gives the API key: the header `x-api-key`, or what the authorizer named. */
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly tags: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
  readonly stages: readonly Stage[];
  /** Absent: none. */
  readonly authorizers?: readonly Authorizer[];
  /** Who may call it at all; absent or null: its methods alone say so. */
  readonly policy?: ResourcePolicy | null;
  /** Absent: none. */
  readonly validators?: readonly RequestValidator[];
  readonly models?: readonly Model[];
  readonly gatewayResponses?: readonly GatewayResponse[];
  /** The schemas that contracts name. */
  readonly schemas?: SchemaSet;
  /** Which client certificates it takes, of those that its domain has taken; absent: it asks for none. */
  readonly clientCertificates?: CertificateRules;
  /** STRICT: a request over TLS must name the host that its connection was opened for. Absent: BASIC. */
  readonly accessMode?: 'BASIC' | 'STRICT';
  /** Where it answers besides its execute-api addresses. */
  readonly hosts: readonly HostMapping[];
  /** Routing rules of domains that lead to it; absent: none. */
  readonly routingRules?: readonly RoutingRule[];
}

/** The resource policy of an API. */
export interface ResourcePolicy extends Element {
  readonly document: PolicyDocument;
}

/** Rules about the client's certificate: one of them must hold; none at all: any certificate that was checked will do. */
export interface CertificateRules {
  /** Subjects in RFC 4514 order; `*` stands for text without a comma. */
  readonly subjects: readonly string[];
  /** Alternative names (`DNS:*.example.com`, `URI:spiffe://a/*`); `*` stands for one label, or one segment of a path. */
  readonly names: readonly string[];
}

/** An address of an API: a host (`*`: any, `*.example.com`: one label more) and a base path. */
export interface HostMapping {
  readonly host: string;
  /** `/` or `/base`. */
  readonly basePath: string;
  /** The stage that answers; '': the segment behind the base path names it. */
  readonly stage: string;
}

/** A path of an API, and its methods. */
export interface Resource extends Element {
  /** Six lower-case letters and digits. */
  readonly resourceId: string;
  readonly parentId: string;
  readonly pathPart: string;
  /** `/pets/{id}`; the root is `/`. */
  readonly path: string;
  readonly methods: readonly Method[];
}

/** What an API does on one path for one method of HTTP. */
export interface Method extends Element {
  /** `GET`, …, or `ANY`. */
  readonly httpMethod: string;
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  /** The `authorizerId` of the authorizer of its API that is asked; absent or '': none. */
  readonly authorizerId?: string;
  /** Scopes, one of which a token must have; absent or empty: none is asked for. */
  readonly authorizationScopes?: readonly string[];
  readonly apiKeyRequired: boolean;
  /** The `validatorId` of the validator that checks requests; absent or '': none does. */
  readonly requestValidatorId?: string;
  /** `method.request.querystring.page`, …, and whether a request must have it. */
  readonly requestParameters?: Readonly<Record<string, boolean>>;
  /** By media type (or `$default`): the model of the body. */
  readonly requestModels?: Readonly<Record<string, string>>;
  /** What an OpenAPI document says of requests and answers; absent: nothing that is held to. */
  readonly contract?: Contract;
  readonly integration: Integration;
}

/** Every integration has an AWS type name, and the settings its kind in `guard/dispatch/kinds/` describes. */
export interface Integration {
  readonly type: 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';
  /** What the kind's shape gave. */
  readonly settings: unknown;
}

/** An API as it is served, under a name of its own. */
export interface Stage extends Element {
  readonly name: string;
  readonly arn: string;
  readonly deploymentId: string;
  readonly description: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly MethodSetting[];
  /** The certificate that is shown to servers behind it (`ApiClientCertificate`); absent or '': none. */
  readonly clientCertificateId?: string;
  readonly accessLog: AccessLogSetting | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where the access log of a stage goes, and what its lines say. */
export interface AccessLogSetting {
  readonly destinationArn: string;
  /** The format, with `$context` variables. '' is API Gateway's JSON form. */
  readonly format: string;
}

/** Settings of one method of a stage, or of all. A null means: inherited from what is broader. */
export interface MethodSetting extends Element {
  /** `/pets/{id}`, or `*` for every resource. */
  readonly resourcePath: string;
  /** `GET`, …, or `*` for every method. */
  readonly httpMethod: string;
  readonly rateLimit: number | null;
  readonly burstLimit: number | null;
  readonly loggingLevel: 'OFF' | 'ERROR' | 'INFO' | null;
  readonly dataTrace: boolean | null;
  readonly metrics: boolean | null;
  /** True: one bucket for all the methods it holds for together, instead of one for each. */
  readonly shared?: boolean;
}
