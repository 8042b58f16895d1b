import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { GreeterApi } from './greeter-api.ts';

export interface SecureThrottledApiProps extends StackProps {
  readonly rate: number;
  readonly burst: number;
}

/** The same greeter behind a stage throttle, with a bound on how much of the account it can take. */
export class SecureThrottledApi extends Stack {
  /** Exported under this name: the ARN of the stage that a web ACL can stand in front of. */
  readonly stageArnExport: string;
  /** Exported under this name: where the greeting is to be had. */
  readonly urlExport: string;

  constructor(scope: Construct, id: string, { rate, burst, ...props }: SecureThrottledApiProps) {
    super(scope, id, { description: 'A greeter API behind a throttle.', ...props });
    const greeter = new GreeterApi(this, 'Greeter', {
      functionName: `${id}-greeter`,
      stageName: 'miztiik-throttled',
      description: 'Greets as often as the throttle of its stage allows.',
      area: 'secure',
      reservedConcurrency: 100,
      throttle: { rate, burst },
    });
    this.urlExport = `${id}:SecureApiUrl`;
    new CfnOutput(this, 'SecureApiUrl', {
      value: greeter.url,
      description: `Answers ${rate} requests a second and ${burst} at once; 429 past that.`,
      exportName: this.urlExport,
    });
    this.stageArnExport = `${id}:SecureApiStageArn`;
    new CfnOutput(this, 'SecureApiStageArn', {
      value: greeter.stageArn,
      description: 'The stage that a web ACL can stand in front of.',
      exportName: this.stageArnExport,
    });
  }
}
