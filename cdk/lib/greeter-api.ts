import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What sets one greeter API apart from another. */
export interface GreeterApiProps {
  readonly functionName: string;
  readonly stageName: string;
  readonly description: string;
  /** The first segment of its one route, `GET /{area}/greeter`. */
  readonly area: 'secure' | 'unsecure';
  /** Invocations at once; absent: as many as the account allows. */
  readonly reservedConcurrency?: number;
  /** Holds every method of the stage to this; absent: to the account's limits. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

/** A function that greets, and the edge-optimized REST API in front of it. */
export class GreeterApi extends Construct {
  /** Where the greeting is to be had. */
  readonly url: string;
  readonly stageArn: string;

  constructor(scope: Construct, id: string, props: GreeterApiProps) {
    super(scope, id);
    const integration = new LambdaIntegration(this.#greeter(props));
    const api = new RestApi(this, 'Api', {
      restApiName: props.functionName,
      description: props.description,
      endpointConfiguration: { types: [EndpointType.EDGE] },
      // API Gateway writes no execution log before the account has a role for it.
      cloudWatchRole: true,
      deployOptions: {
        stageName: props.stageName,
        loggingLevel: MethodLoggingLevel.INFO,
        throttlingRateLimit: props.throttle?.rate,
        throttlingBurstLimit: props.throttle?.burst,
      },
    });
    const greeter = api.root.addResource(props.area).addResource('greeter');
    greeter.addMethod('GET', integration);
    this.url = api.urlForPath(greeter.path);
    this.stageArn = api.deploymentStage.stageArn;
  }

  #greeter(props: GreeterApiProps): Alias {
    const greeter = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: 'Greets, and tells the time.',
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(import.meta.dirname, '..', 'functions', 'greeter')),
      timeout: Duration.seconds(15),
      reservedConcurrentExecutions: props.reservedConcurrency,
      environment: { LOG_LEVEL: 'INFO', RANDOM_SLEEP_SECS: '0' },
    });
    new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${greeter.functionName}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new Alias(this, 'Live', { aliasName: 'live', version: greeter.currentVersion });
  }
}
