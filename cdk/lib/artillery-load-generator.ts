import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  BlockDeviceVolume,
  Instance,
  InstanceClass,
  InstanceSize,
  InstanceType,
  type IVpc,
  MachineImage,
  SecurityGroup,
  SubnetType,
} from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { loadGeneratorUserData } from './load-generator-user-data.ts';

export interface ArtilleryLoadGeneratorProps extends StackProps {
  readonly vpc: IVpc;
  /** The export that holds the URL to load. */
  readonly urlExport: string;
}

/** An instance that runs artillery: reached through SSM alone, so nothing from outside can connect to it. */
export class ArtilleryLoadGenerator extends Stack {
  constructor(scope: Construct, id: string, { vpc, urlExport, ...props }: ArtilleryLoadGeneratorProps) {
    super(scope, id, { description: 'An instance that runs artillery.', ...props });
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/miztiik/${id}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const instance = new Instance(this, 'Instance', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      instanceType: InstanceType.of(InstanceClass.T3, InstanceSize.SMALL),
      machineImage: MachineImage.latestAmazonLinux2023(),
      blockDevices: [{ deviceName: '/dev/xvda', volume: BlockDeviceVolume.ebs(16, { encrypted: true }) }],
      requireImdsv2: true,
      role: this.#role(log),
      securityGroup: new SecurityGroup(this, 'SecurityGroup', { vpc, description: 'Lets nobody in.' }),
      userData: loadGeneratorUserData(log.logGroupName),
      userDataCausesReplacement: true,
    });
    const send = `aws ssm send-command --document-name AWS-RunShellScript --instance-ids ${instance.instanceId}`;
    new CfnOutput(this, 'LoadCommand', {
      value: `${send} --parameters 'commands=["greeter-load ${Fn.importValue(urlExport)} steady"]'`,
      description: 'Loads the secure API: 5 requests a second for 300 seconds; or quick instead of steady.',
    });
    new CfnOutput(this, 'ConnectCommand', {
      value: `aws ssm start-session --target ${instance.instanceId}`,
      description: 'Opens a shell on the instance, where greeter-load can be called.',
    });
    new CfnOutput(this, 'LogCommand', {
      value: `aws logs tail ${log.logGroupName} --follow`,
      description: 'Shows what artillery prints.',
    });
  }

  #role(log: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    log.grant(role, 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams');
    return role;
  }
}
