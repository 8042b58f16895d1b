import { uuid } from '../../model/ids.ts';
import { NO_VALUE } from './intrinsic.ts';

/** Who a stack is: what its pseudo parameters tell. */
export interface StackIdentity {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
}

/** The ARN of a stack, its id derived from its name. */
const stackArn = ({ name, region, accountId }: StackIdentity): string =>
  `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${uuid(`stack/${name}`)}`;

/** The pseudo parameters (AWS CloudFormation Template Reference, "Pseudo parameters reference"). */
export const pseudoParameters: Readonly<Record<string, (stack: StackIdentity) => unknown>> = {
  'AWS::AccountId': (stack) => stack.accountId,
  'AWS::NotificationARNs': () => [],
  'AWS::NoValue': () => NO_VALUE,
  'AWS::Partition': () => 'aws',
  'AWS::Region': (stack) => stack.region,
  'AWS::StackId': stackArn,
  'AWS::StackName': (stack) => stack.name,
  'AWS::URLSuffix': () => 'amazonaws.com',
};
