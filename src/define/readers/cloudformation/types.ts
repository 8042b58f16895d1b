import { z } from 'zod';
import { nearest } from '../shapes/nearest.ts';
import { type Resource, resource, type Self } from './resource.ts';
import resourceKinds from './resources/index.ts';

/** Every resource type that is read, by its name. */
export const resourceTypes: ReadonlyMap<string, Resource<never>> = new Map(
  (resourceKinds as unknown as readonly Resource<never>[]).map((kind) => [kind.name, kind]),
);

/** A type that cannot be read, and why. */
export interface Unread {
  readonly code: 'resource.unknown-type' | 'resource.not-read';
  readonly message: string;
}

/**
 * The kind that reads a type. What is not read is judged by what it would mean to leave it out:
 *
 * - In the namespaces that a gateway is made of (API Gateway, WAF, Lambda, Cognito) a type that protects or
 *   serves something is an error, because leaving it out would leave a hole; one that does neither is kept
 *   without effect; one that AWS does not have is an error.
 * - A type of another service that AWS has (S3, DynamoDB, …) and a custom resource are kept without effect.
 * - Everything else is an error: a misspelt type must not pass for a foreign one.
 */
export function kindOf(type: string): Resource<never> | Unread {
  const kind = resourceTypes.get(type);
  if (kind !== undefined) return kind;
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return custom(type);
  const reason = UNREAD[type];
  if (reason === '') return foreign(type, 'nothing here depends on it');
  if (reason !== undefined)
    return { code: 'resource.not-read', message: `${type} is not read yet, and without it ${reason}` };
  const [vendor, service = ''] = type.split('::');
  if (vendor === 'AWS' && SERVICES.has(service)) return foreign(type, `there is no ${service} here`);
  const near = nearest(type, [...resourceTypes.keys(), ...Object.keys(UNREAD)]);
  const hint =
    near !== null
      ? `did you mean ${near}?`
      : SERVED.has(service)
        ? `of AWS::${service} there are ${namesOf(service).join(', ')}`
        : 'types are written as AWS::Service::Resource or Custom::Name';
  return { code: 'resource.unknown-type', message: `${type} is no resource type; ${hint}` };
}

export const isUnread = (kind: Resource<never> | Unread): kind is Unread => 'code' in kind;

const SERVED = new Set(['ApiGateway', 'ApiGatewayV2', 'WAFv2', 'WAF', 'WAFRegional', 'Lambda', 'Cognito']);

const namesOf = (service: string): string[] =>
  [...resourceTypes.keys(), ...Object.keys(UNREAD)].filter((t) => t.startsWith(`AWS::${service}::`)).sort();

const SAM =
  'what it makes would be missing: give the template as the SAM transform leaves it, by `aws cloudformation get-template --template-stage Processed`';

/** Types of the served namespaces that are not read: what would be missing without them; '' when nothing is. */
export const UNREAD: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::BasePathMappingV2': 'the domain would lead nowhere',
  'AWS::ApiGateway::DocumentationPart': '',
  'AWS::ApiGateway::DocumentationVersion': '',
  'AWS::ApiGateway::DomainNameAccessAssociation': 'a private domain would not be reachable',
  'AWS::ApiGateway::DomainNameV2': 'the API would not answer on its own domain',
  'AWS::ApiGateway::VpcLink': 'private integrations would lead nowhere',
  'AWS::ApiGatewayV2::Api': 'the HTTP API would not be there',
  'AWS::ApiGatewayV2::Authorizer': 'routes would be open to everyone',
  'AWS::ApiGatewayV2::Deployment': 'the HTTP API would not be there',
  'AWS::ApiGatewayV2::Integration': 'the HTTP API would not be there',
  'AWS::ApiGatewayV2::Route': 'the HTTP API would not be there',
  'AWS::ApiGatewayV2::Stage': 'the HTTP API would not be there',
  'AWS::ApiGatewayV2::VpcLink': 'private integrations would lead nowhere',
  'AWS::Cognito::IdentityPool': '',
  'AWS::Cognito::IdentityPoolRoleAttachment': '',
  'AWS::Cognito::UserPool': '',
  'AWS::Cognito::UserPoolClient': '',
  'AWS::Cognito::UserPoolDomain': '',
  'AWS::Cognito::UserPoolGroup': '',
  'AWS::Cognito::UserPoolIdentityProvider': '',
  'AWS::Cognito::UserPoolResourceServer': '',
  'AWS::Cognito::UserPoolUser': '',
  'AWS::Cognito::UserPoolUserToGroupAttachment': '',
  'AWS::CloudFormation::Stack': 'what the nested stack holds would be missing',
  'AWS::Lambda::CodeSigningConfig': '',
  'AWS::Lambda::EventInvokeConfig': '',
  'AWS::Lambda::EventSourceMapping': '',
  'AWS::Lambda::LayerVersion': '',
  'AWS::Lambda::LayerVersionPermission': '',
  'AWS::Lambda::Url': 'the function would not answer at its URL',
  ...Object.fromEntries(
    (
      'Api Application CapacityProvider Connector Function GraphQLApi HttpApi LayerVersion SimpleTable ' +
      'StateMachine WebSocketApi'
    )
      .split(' ')
      .map((name) => [`AWS::Serverless::${name}`, SAM]),
  ),
  'AWS::WAFRegional::WebACL': 'nothing would be filtered: WAF Classic is gone, write AWS::WAFv2::WebACL',
  'AWS::WAFRegional::WebACLAssociation': 'nothing would be filtered: WAF Classic is gone',
  'AWS::WAFv2::LoggingConfiguration': '',
};

// Services of AWS whose resources stand in templates beside an API; the names are those of CloudFormation.
const SERVICES = new Set(
  (
    'AccessAnalyzer ACMPCA Amplify AppConfig AppFlow AppMesh AppRunner AppSync ApplicationAutoScaling ' +
    'ApplicationInsights ApplicationSignals Athena AutoScaling Backup Batch Bedrock Budgets CDK CE ' +
    'CertificateManager Chatbot Cloud9 CloudFormation CloudFront CloudTrail CloudWatch CodeArtifact CodeBuild ' +
    'CodeCommit CodeDeploy CodePipeline CodeStarConnections Config DAX DLM DMS DocDB DynamoDB EC2 ECR ECS EFS ' +
    'EKS ElastiCache ElasticBeanstalk ElasticLoadBalancing ElasticLoadBalancingV2 Elasticsearch EMR ' +
    'EMRServerless Events EventSchemas EVS FIS FMS FSx GlobalAccelerator Glue Grafana GuardDuty IAM ' +
    'ImageBuilder Inspector InspectorV2 InternetMonitor IoT IVS Kinesis KinesisAnalytics KinesisAnalyticsV2 ' +
    'KinesisFirehose KMS LakeFormation Lex Lightsail Location Logs Macie MediaConvert MemoryDB MSK MWAA ' +
    'Neptune NetworkFirewall NetworkManager OpenSearchServerless OpenSearchService Organizations OSIS Pipes ' +
    'QuickSight RAM RDS Redshift RedshiftServerless ResourceGroups Route53 Route53RecoveryControl ' +
    'Route53Resolver RUM S3 S3Express SageMaker Scheduler SDB SecretsManager SecurityHub ServiceCatalog ' +
    'ServiceDiscovery SES Shield SNS SQS SSM SSMIncidents SSO StepFunctions Synthetics Timestream Transfer ' +
    'VerifiedPermissions VpcLattice WorkSpaces XRay'
  ).split(' '),
);

/** A type of another service: its attributes are made up, so that what is only passed on can be passed on. */
function foreign(type: string, reason: string): Resource<never> {
  const service = type.split('::')[1]!.toLowerCase();
  const shape = z.record(z.string(), z.unknown()).describe('Properties of a service that is not here.');
  return resource({
    name: type,
    shape,
    whole: { fidelity: 'stored', reason },
    ref: (_, self) => nameOf(self),
    anyAttribute: (attribute, self) =>
      attribute.endsWith('Arn')
        ? `arn:aws:${service}:${self.region}:${self.accountId}:${nameOf(self)}`
        : `${nameOf(self)}.${attribute}`,
  }) as unknown as Resource<never>;
}

const nameOf = (self: Self): string => `${self.stack}-${self.logicalId}`.toLowerCase();

function custom(type: string): Resource<never> {
  const shape = z.record(z.string(), z.unknown()).describe('What its function is handed.');
  return resource({
    name: type,
    shape,
    whole: { fidelity: 'stored', reason: 'custom resources are not run' },
    ref: (_, self) => `${self.stack}-${self.logicalId}`,
  }) as unknown as Resource<never>;
}
