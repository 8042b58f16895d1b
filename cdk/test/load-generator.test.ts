import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { synthesised } from './synthesised.ts';

const templates = synthesised();
const network = templates.get('load-generator-vpc-stack')!;
const generator = templates.get('miztiik-artillery-load-generator')!;
const subnets = Object.values(network.findResources('AWS::EC2::Subnet')).map(({ Properties }) => Properties);
const instance = Object.values(generator.findResources('AWS::EC2::Instance'))[0]!.Properties;
const userData: string = instance.UserData['Fn::Base64']['Fn::Join'][1]
  .map((part: unknown) => (typeof part === 'string' ? part : '<token>'))
  .join('');

test('load-generator-vpc-stack: 10.10.0.0/16 without a NAT gateway', () => {
  network.resourceCountIs('AWS::EC2::VPC', 1);
  network.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.10.0.0/16' });
  network.resourceCountIs('AWS::EC2::NatGateway', 0);
  network.resourceCountIs('AWS::EC2::EIP', 0);
});

test('load-generator-vpc-stack: a public and an isolated /24 in each of two zones', () => {
  const kinds = subnets.map(({ Tags, CidrBlock, AvailabilityZone, MapPublicIpOnLaunch }) => {
    const name = Tags.find((tag: { Key: string }) => tag.Key === 'aws-cdk:subnet-name').Value;
    assert.match(CidrBlock, /^10\.10\.\d+\.0\/24$/);
    return `${name} in zone ${AvailabilityZone['Fn::Select'][0]}${MapPublicIpOnLaunch ? ', public' : ''}`;
  });
  assert.deepEqual(kinds.sort(), [
    'db in zone 0',
    'db in zone 1',
    'public in zone 0, public',
    'public in zone 1, public',
  ]);
});

test('load-generator-vpc-stack: only the public subnets reach the internet', () => {
  network.resourceCountIs('AWS::EC2::Route', 2);
  network.allResourcesProperties('AWS::EC2::Route', {
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: Match.anyValue(),
    RouteTableId: { Ref: Match.stringLikeRegexp('public') },
  });
});

test('miztiik-artillery-load-generator: an instance in that network, reached through SSM alone', () => {
  generator.resourceCountIs('AWS::EC2::Instance', 1);
  assert.match(instance.SubnetId['Fn::ImportValue'], /^load-generator-vpc-stack:.*public/);
  generator.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  generator.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  generator.hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [
      { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('AmazonSSMManagedInstanceCore')])] },
    ],
  });
});

test('miztiik-artillery-load-generator: the instance may write to its log group, which keeps a week', () => {
  generator.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  generator.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: Match.not('*'),
        }),
      ],
    },
  });
});

test('miztiik-artillery-load-generator: the image is looked up when the stack is deployed, not when it is made', () => {
  const parameter = generator.toJSON().Parameters[instance.ImageId.Ref];
  assert.equal(parameter.Type, 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>');
  assert.match(parameter.Default, /al2023-ami/);
});

test('miztiik-artillery-load-generator: user data brings Node, artillery and the two scenarios', () => {
  assert.match(userData, /^#!\/bin\/bash\nset -euxo pipefail\n/);
  assert.match(userData, /dnf install -y nodejs24 nodejs24-npm amazon-cloudwatch-agent/);
  assert.match(userData, /npm install --global .*artillery@2\.\d+\.\d+/);
  assert.match(userData, /duration: 300\n\s+arrivalRate: 5\n/);
  assert.match(userData, /num: 2000\n/);
  assert.ok(userData.length < 16_384, 'EC2 takes 16 KB of user data');
});

test('miztiik-artillery-load-generator: the CloudWatch agent ships what artillery prints', () => {
  assert.match(userData, /tee -a \/var\/log\/greeter-load\.log/);
  assert.match(userData, /"file_path": "\/var\/log\/greeter-load\.log",\s+"log_group_name": "<token>"/);
  assert.match(userData, /amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/);
});

test('miztiik-artillery-load-generator: prints the command that loads the secure API', () => {
  const { LoadCommand } = generator.findOutputs('LoadCommand');
  const text = JSON.stringify(LoadCommand!.Value);
  assert.match(text, /aws ssm send-command .*greeter-load /);
  assert.match(text, /"Fn::ImportValue":"secure-throttled-api:SecureApiUrl"/);
});

test('miztiik-artillery-load-generator: user data is a script that bash can read', () => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: userData, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
