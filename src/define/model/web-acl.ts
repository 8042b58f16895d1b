import type { DataProtectionConfig } from './data-protection.ts';
import type { Element } from './element.ts';

/** What AWS WAF knows by name, scope and id, and guards by a token against changes that cross. */
export interface WafEntity extends Element {
  readonly name: string;
  readonly arn: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly description: string;
  readonly lockToken: string;
}

/**
 * A web ACL. Statements stay in the form the WAFv2 API has (`{ RateBasedStatement: {…} }`), checked by the
 * shapes in `guard/decide/waf/`, so that the AWS endpoint gives back what was written.
 */
export interface WebAcl extends WafEntity {
  /** A UUID, derived from stack and logical id. */
  readonly aclId: string;
  readonly defaultAction: DefaultAction;
  readonly rules: readonly Rule[];
  readonly visibility: Visibility;
  readonly customResponseBodies: Readonly<Record<string, CustomResponseBody>>;
  readonly labelNamespace: string;
  readonly capacity: number;
  /** As written; absent: the limits AWS WAF has by default. */
  readonly associationConfig?: AssociationConfig;
  /** As written; absent: nothing is masked beyond what always is. */
  readonly dataProtection?: DataProtectionConfig;
  /** How long a solved puzzle, and a passed challenge, count; absent: 300 seconds. */
  readonly captchaConfig?: ImmunityConfig;
  readonly challengeConfig?: ImmunityConfig;
  /** Domains whose tokens count besides those of the host that is asked; absent: none. */
  readonly tokenDomains?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** How much of a body is looked at, by the kind of resource. */
export interface AssociationConfig {
  readonly RequestBody?: Readonly<
    Record<string, { readonly DefaultSizeInspectionLimit: 'KB_16' | 'KB_32' | 'KB_48' | 'KB_64' }>
  >;
}

/** How long a solved puzzle or a passed challenge counts, in seconds. */
export interface ImmunityConfig {
  readonly ImmunityTimeProperty: { readonly ImmunityTime: number };
}

/** How a web ACL or a rule shows in metrics and samples. */
export interface Visibility {
  readonly SampledRequestsEnabled: boolean;
  readonly CloudWatchMetricsEnabled: boolean;
  readonly MetricName: string;
}

/** A body that custom responses of a web ACL or a group name by its key. */
export interface CustomResponseBody {
  readonly ContentType: 'TEXT_PLAIN' | 'TEXT_HTML' | 'APPLICATION_JSON';
  readonly Content: string;
}

/** The answer to a blocked request instead of 403. */
export interface CustomResponse {
  readonly ResponseCode: number;
  readonly CustomResponseBodyKey?: string;
  readonly ResponseHeaders?: readonly { readonly Name: string; readonly Value: string }[];
}

/** Headers that are added to a request which goes on. */
export interface InsertHeaders {
  readonly InsertHeaders: readonly { readonly Name: string; readonly Value: string }[];
}

export type DefaultAction =
  | { readonly Allow: { readonly CustomRequestHandling?: InsertHeaders } }
  | { readonly Block: { readonly CustomResponse?: CustomResponse } };

export type RuleAction =
  | DefaultAction
  | { readonly Count: { readonly CustomRequestHandling?: InsertHeaders } }
  | { readonly Captcha: { readonly CustomRequestHandling?: InsertHeaders } }
  | { readonly Challenge: { readonly CustomRequestHandling?: InsertHeaders } };

/** What becomes of the result of a rule group. */
export type OverrideAction = { readonly None: object } | { readonly Count: object };

/** A rule of a web ACL or of a rule group. */
export interface Rule extends Element {
  readonly name: string;
  readonly priority: number;
  /** Null for a rule that refers to a group, which has an override action instead. */
  readonly action: RuleAction | null;
  readonly overrideAction?: OverrideAction;
  /** `{ RateBasedStatement: {…} }` */
  readonly statement: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly visibility: Visibility;
  /** Before those of the web ACL. */
  readonly captchaConfig?: ImmunityConfig;
  readonly challengeConfig?: ImmunityConfig;
}

/** Addresses that rules can name together. */
export interface IpSet extends WafEntity {
  /** A UUID, derived from stack and logical id. */
  readonly setId: string;
  readonly version: 'IPV4' | 'IPV6';
  readonly addresses: readonly string[];
  /** Absent: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Regular expressions that rules can name together. */
export interface RegexPatternSet extends WafEntity {
  /** A UUID, derived from stack and logical id. */
  readonly setId: string;
  readonly patterns: readonly string[];
  /** Absent: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Rules that web ACLs can refer to together. */
export interface RuleGroup extends WafEntity {
  /** A UUID, derived from stack and logical id. */
  readonly groupId: string;
  /** What it was made for: its rules may take less. */
  readonly capacity: number;
  readonly rules: readonly Rule[];
  readonly visibility: Visibility;
  readonly customResponseBodies: Readonly<Record<string, CustomResponseBody>>;
  readonly labelNamespace: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A web ACL in front of a stage. */
export interface WebAclAssociation extends Element {
  readonly resourceArn: string;
  readonly webAclArn: string;
}
