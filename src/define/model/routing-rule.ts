import type { Element } from './element.ts';

/** Leads requests to a domain of one's own to a stage, by their paths and headers ("Routing rules for REST APIs"). */
export interface RoutingRule extends Element {
  readonly ruleId: string;
  /** The domain, in lower case. */
  readonly host: string;
  /** 1 to 1 000 000; the lowest is asked first. */
  readonly priority: number;
  /** All of them must hold; none at all: it takes every request. */
  readonly conditions: readonly RoutingCondition[];
  readonly stage: string;
  /** Whether the API sees the path without the base path that matched. */
  readonly stripsBasePath: boolean;
}

/** One of the base paths must begin the path, or one of the headers must be there. */
export type RoutingCondition =
  | { readonly basePaths: readonly string[] }
  | { readonly headers: readonly { readonly name: string; readonly glob: string }[] };

/** Whether the routing rules of a domain are asked, and its mappings behind them. */
export type RoutingMode = 'mappings' | 'rules' | 'rules-then-mappings';
