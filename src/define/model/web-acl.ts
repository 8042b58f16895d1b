import type { Element } from './definition.ts';

/**
 * A web ACL. Statements stay in the form the WAFv2 API has (`{ RateBasedStatement: {…} }`), checked by the
 * shapes in `guard/decide/waf/`, so that the AWS endpoint gives back what was written.
 */
export interface WebAcl extends Element {
  readonly name: string;
  /** A UUID, derived from stack and logical id. */
  readonly aclId: string;
  readonly arn: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly description: string;
  readonly lockToken: string;
  readonly defaultAction: DefaultAction;
  readonly rules: readonly Rule[];
  readonly visibility: Visibility;
  readonly customResponseBodies: Readonly<Record<string, CustomResponseBody>>;
  readonly labelNamespace: string;
  readonly capacity: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Visibility {
  readonly SampledRequestsEnabled: boolean;
  readonly CloudWatchMetricsEnabled: boolean;
  readonly MetricName: string;
}

export interface CustomResponseBody {
  readonly ContentType: 'TEXT_PLAIN' | 'TEXT_HTML' | 'APPLICATION_JSON';
  readonly Content: string;
}

export interface CustomResponse {
  readonly ResponseCode: number;
  readonly CustomResponseBodyKey?: string;
  readonly ResponseHeaders?: readonly { readonly Name: string; readonly Value: string }[];
}

export interface InsertHeaders {
  readonly InsertHeaders: readonly { readonly Name: string; readonly Value: string }[];
}

export type DefaultAction =
  | { readonly Allow: { readonly CustomRequestHandling?: InsertHeaders } }
  | { readonly Block: { readonly CustomResponse?: CustomResponse } };

export type RuleAction =
  | DefaultAction
  | { readonly Count: { readonly CustomRequestHandling?: InsertHeaders } };

export interface Rule extends Element {
  readonly name: string;
  readonly priority: number;
  readonly action: RuleAction;
  /** `{ RateBasedStatement: {…} }` */
  readonly statement: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly visibility: Visibility;
}

export interface IpSet extends Element {
  readonly name: string;
  readonly setId: string;
  readonly arn: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly description: string;
  readonly lockToken: string;
  readonly version: 'IPV4' | 'IPV6';
  readonly addresses: readonly string[];
}

export interface WebAclAssociation extends Element {
  readonly resourceArn: string;
  readonly webAclArn: string;
}
