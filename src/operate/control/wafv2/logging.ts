import type { z } from 'zod';
import type { Definition } from '../../../define/model/definition.ts';
import { destinationOf, type LoggingConfiguration, loggingShapes } from '../../../define/model/logging.ts';
import { invalidParameter, nonexistent } from '../aws-error.ts';
import { memberIn } from './member.ts';

/** The logging configuration of a web ACL, by the web ACL's ARN. */
export function loggingOf(definition: Definition, webAclArn: string): LoggingConfiguration {
  const found = definition.loggingConfigurations.findLast((c) => c.webAclArn === webAclArn);
  if (found === undefined) throw nonexistent(`no logging is configured for ${webAclArn}`);
  return found;
}

/** A logging configuration as `GetLoggingConfiguration` gives it. */
export const renderedLogging = ({
  webAclArn,
  destinations,
  redacted,
  filter,
}: Pick<LoggingConfiguration, 'webAclArn' | 'destinations' | 'redacted' | 'filter'>): object => ({
  ResourceArn: webAclArn,
  LogDestinationConfigs: destinations,
  ...(redacted.length === 0 ? {} : { RedactedFields: redacted }),
  ManagedByFirewallManager: false,
  ...(filter === null ? {} : { LoggingFilter: filter }),
  LogType: 'WAF_LOGS',
  LogScope: 'CUSTOMER',
});

/** The one destination of a configuration; throws what AWS WAF answers to any other list. */
export function destinationsIn(arns: readonly string[]): readonly string[] {
  const wrong = arns.length === 1 ? arns.find((arn) => destinationOf(arn) === null) : arns.join(', ');
  if (wrong === undefined) return arns;
  const why =
    arns.length === 1
      ? 'The destination must be a log group, a bucket or a delivery stream whose name begins with aws-waf-logs-'
      : 'There must be exactly one destination';
  throw invalidParameter(why, 'LOG_DESTINATION', wrong);
}

/** A part of a configuration, read by its shape; throws what AWS WAF answers to one that cannot be. */
export function partIn<N extends 'RedactedFields' | 'LoggingFilter'>(
  name: N,
  written: unknown,
): z.infer<(typeof loggingShapes)[N]> {
  const shape: z.ZodType = loggingShapes[name];
  return memberIn(shape, written, ['LoggingConfiguration', name]) as z.infer<(typeof loggingShapes)[N]>;
}
