import type { Api, Integration, Method, MethodSetting, Resource, Stage } from '../../model/api.ts';
import type { Authorizer } from '../../model/authorizer.ts';
import type { Element } from '../../model/element.ts';
import type { InvokePermission, LambdaFunction } from '../../model/function.ts';
import type { GatewayResponse } from '../../model/gateway-response.ts';
import type { RoutingRule } from '../../model/routing-rule.ts';
import type { PoolClient, PoolGroup, PoolUser, ResourceServer, UserPool } from '../../model/user-pool.ts';
import type { Model, RequestValidator } from '../../model/validation.ts';
import type { Draft } from '../draft.ts';

/** An API without its tree: its resources and stages are resources of their own in a template. */
export interface ApiPart extends Omit<Api, 'resources' | 'stages' | 'hosts' | 'authorizers'> {
  readonly rootId: string;
}

/** A resource that its API has yet to take up. */
export interface ResourcePart extends Omit<Resource, 'path' | 'methods'> {
  readonly apiId: string;
}

/** A method that its resource has yet to take up. */
export interface MethodPart extends Omit<Method, 'resourcePath' | 'integration'> {
  readonly apiId: string;
  /** Null when none is written, or when it could not be read (which has been noted). */
  readonly integration: Integration | null;
  /** True when the integration brings a role of its own to invoke with. */
  readonly credentials: boolean;
}

/** An authorizer that its API has yet to take up. */
export interface AuthorizerPart extends Authorizer {
  readonly apiId: string;
}

/** A stage that its API has yet to take up. */
export interface StagePart extends Omit<Stage, 'methodSettings'> {
  readonly apiId: string;
  readonly methodSettings: readonly MethodSetting[];
}

/** A deployment, for stages to name. */
export interface DeploymentPart extends Element {
  readonly apiId: string;
  readonly deploymentId: string;
}

/** A request validator that its API has yet to take up. */
export interface ValidatorPart extends RequestValidator {
  readonly apiId: string;
}

/** A gateway response that its API has yet to take up. */
export interface GatewayResponsePart extends GatewayResponse {
  readonly apiId: string;
}

/** A model that its API has yet to take up. */
export interface ModelPart extends Model {
  readonly apiId: string;
}

/** Who may invoke a function. */
export interface PermissionPart extends Element, InvokePermission {
  /** A name or an ARN, with or without a qualifier. */
  readonly functionName: string;
}

/** An alias or a version of a function. */
export interface QualifierPart extends Element {
  readonly functionName: string;
  /** The name of an alias, or the number of a version. */
  readonly qualifier: string;
}

/** A pool without what belongs to it: its clients and all else are resources of their own in a template. */
export type UserPoolPart = Omit<
  UserPool,
  'clients' | 'resourceServers' | 'groups' | 'users' | 'domains' | 'issuer' | 'keys'
>;

/** What belongs to a pool names it by its id. */
export interface OfPool extends Element {
  readonly poolId: string;
}

/** A path of a domain, and the API and stage it leads to ('' : the path names the stage). */
export interface MappingPart extends Element {
  readonly domain: string;
  /** Without slashes at its ends; '' is the root. */
  readonly basePath: string;
  readonly apiId: string;
  readonly stage: string;
}

/** A routing rule, and the API it leads to. */
export interface RoutingRulePart extends RoutingRule {
  readonly apiId: string;
}

/** What the resources of all stacks leave, until it is put together. */
export class Parts {
  readonly draft: Draft;
  /** Ids of what an OpenAPI document within a template says, and its reader has checked. */
  readonly checked = new Set<string>();
  readonly apis: ApiPart[] = [];
  readonly resources: ResourcePart[] = [];
  readonly methods: MethodPart[] = [];
  readonly deployments: DeploymentPart[] = [];
  readonly stages: StagePart[] = [];
  readonly authorizers: AuthorizerPart[] = [];
  readonly validators: ValidatorPart[] = [];
  readonly models: ModelPart[] = [];
  readonly mappings: MappingPart[] = [];
  readonly routingRules: RoutingRulePart[] = [];
  readonly gatewayResponses: GatewayResponsePart[] = [];
  readonly functions: Omit<LambdaFunction, 'aliases' | 'permissions'>[] = [];
  readonly permissions: PermissionPart[] = [];
  readonly qualifiers: QualifierPart[] = [];
  readonly userPools: UserPoolPart[] = [];
  readonly poolClients: (PoolClient & OfPool)[] = [];
  readonly resourceServers: (ResourceServer & OfPool)[] = [];
  readonly poolGroups: (PoolGroup & OfPool)[] = [];
  readonly poolUsers: (Omit<PoolUser, 'groups'> & OfPool)[] = [];
  readonly poolMembers: (OfPool & { readonly username: string; readonly group: string })[] = [];
  readonly poolDomains: (OfPool & { readonly domain: string })[] = [];

  constructor(draft: Draft) {
    this.draft = draft;
  }
}
