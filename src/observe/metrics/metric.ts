/** A metric as CloudWatch names it. */
export interface Metric {
  readonly namespace: 'AWS/ApiGateway' | 'AWS/WAFV2';
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}
