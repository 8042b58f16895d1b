import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { GreeterApi } from './greeter-api.ts';

/** A greeter that nothing protects: what the others are measured against. */
export class UnthrottledApi extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { description: 'A greeter API without any limit of its own.', ...props });
    const greeter = new GreeterApi(this, 'Greeter', {
      functionName: `${id}-greeter`,
      stageName: 'miztiik-unthrottled',
      description: 'Greets everyone, however often they ask.',
      area: 'unsecure',
    });
    new CfnOutput(this, 'UnthrottledApiUrl', {
      value: greeter.url,
      description: 'Answers every request; for example: curl "$UnthrottledApiUrl"',
    });
  }
}
