/** What is written of an operation that requests and answers are held to. */
export interface OperationData {
  readonly parameters: unknown;
  readonly requestBody: unknown;
  readonly responses: unknown;
  readonly consumes: unknown;
  readonly produces: unknown;
  readonly validator: string | undefined;
}
