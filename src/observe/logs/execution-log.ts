import type { Event } from '../../base/event.ts';
import { extendedRequestId } from '../../base/request-id.ts';
import { meaningOf, messageOf } from '../reasons.ts';
import type { StageView } from '../view.ts';
import { REDACTED } from '../waf/masks.ts';
import { prose } from './escape.ts';

/** The log group of a stage's execution log. */
export const executionLogGroup = (apiId: string): string => `API-Gateway-Execution-Logs_${apiId}`;

/**
 * The execution log of one event, in the order API Gateway writes it; every line begins with the request id.
 * Empty when the level has nothing to say: ERROR speaks of requests that failed behind the gateway or in it.
 */
export function executionLog(e: Event, at: StageView): string[] {
  const operation = at.operations.get(e.operation);
  const level = operation?.level ?? at.level;
  if (level === 'OFF') return [];
  const failed = e.status >= 500 || meaningOf(e.reason)?.outcome === 'failed';
  if (level === 'ERROR') return failed ? prefixed(e, failure(e, at)) : [];
  const lines = [`Extended Request Id: ${extendedRequestId(e.requestId)}`];
  if (e.operation === '') return prefixed(e, [...lines, ...ended(e, at)]);
  if (operation?.method.apiKeyRequired === true) lines.push(...usagePlan(e, at));
  lines.push(
    `Starting execution for request: ${e.requestId}`,
    `HTTP Method: ${e.method}, Resource Path: ${e.resourcePath}`,
  );
  if (operation?.dataTrace) {
    lines.push(`Method request path: ${e.stagePath}`, `Method request query string: {${e.query}}`);
    // Of many requests a second not all headers are kept; none is not the same as not known.
    if (e.headers !== null) lines.push(`Method request headers: ${shown(e.headers)}`);
  }
  if (e.integrationStatus >= 0 || e.integrationMs >= 0) {
    lines.push(`Sending request to ${destination(e, at)}`);
    if (e.integrationStatus >= 0) {
      lines.push(
        `Received response. Status: ${e.integrationStatus}, Integration latency: ${Math.max(0, Math.round(e.integrationMs))} ms`,
      );
    }
  }
  return prefixed(e, [...lines, ...ended(e, at)]);
}

/** What the usage plan said, as far as the request got; of the key never more than its end. */
function usagePlan(e: Event, at: StageView): string[] {
  const stage = `API Stage: ${at.api.apiId}/${at.stage.name}`;
  const key = at.apiKeys.get(e.apiKeyId)?.masked ?? '*****';
  const verifying = `Verifying Usage Plan for request: ${e.requestId}. API Key: ${key} ${stage}`;
  if (e.apiKeyId === '') return e.reason === 'INVALID_API_KEY' ? [verifying] : [];
  const authorized = `API Key ${key} authorized because method '${e.method} ${e.resourcePath}' requires API Key and API Key is in a Usage Plan of the stage`;
  if (meaningOf(e.reason)?.layer === 'usage plan' || meaningOf(e.reason)?.layer === 'throttle')
    return [verifying, authorized];
  return [verifying, authorized, `Usage Plan check succeeded for API Key ${key} and ${stage}`];
}

function ended(e: Event, at: StageView): string[] {
  if (e.reason === '')
    return ['Successfully completed execution', `Method completed with status: ${e.status}`];
  if (meaningOf(e.reason)?.outcome === 'failed') return failure(e, at);
  const why = e.faultMessage === '' ? '' : `: ${e.faultMessage}`;
  return [`${messageOf(e.reason)} (${e.reason}${e.by === '' ? '' : ` by ${e.by}`})${why}`, completed(e)];
}

function failure(e: Event, at: StageView): string[] {
  if (e.reason === '')
    return [`Execution failed due to a ${e.status} of ${destination(e, at)}`, completed(e)];
  const why = e.faultMessage === '' ? messageOf(e.reason) : e.faultMessage;
  // A function that threw was called all right, and Lambda itself answered 200.
  if (e.fault === 'function.error') {
    const said = why.replace(/^the function failed: /, '');
    return [`Lambda execution failed with status 200 due to customer function error: ${said}`, completed(e)];
  }
  return [`Execution failed due to ${cause(e)}: ${why}`, completed(e)];
}

/** What API Gateway calls it. */
function cause(e: Event): string {
  if (e.reason === 'API_CONFIGURATION_ERROR' || e.fault.startsWith('function.')) return 'configuration error';
  return e.reason === 'INTEGRATION_TIMEOUT' ? 'a timeout error' : 'an internal error';
}

const completed = (e: Event): string => `Method completed with status: ${e.status}`;

function destination(e: Event, at: StageView): string {
  const integration = at.operations.get(e.operation)?.method.integration;
  const settings = integration?.settings as { functionArn?: string; uri?: string } | undefined;
  return settings?.functionArn ?? settings?.uri ?? integration?.type ?? 'the integration';
}

function shown(headers: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    parts.push(`${headers[i]}=${headers[i + 1] === REDACTED ? '*****' : headers[i + 1]}`);
  }
  return `{${parts.join(', ')}}`;
}

/** The time stands in front, as CloudWatch's own exports write it. */
function prefixed(e: Event, lines: readonly string[]): string[] {
  const time = new Date(e.at).toISOString();
  return lines.map((line) => `${time} (${e.requestId}) ${prose(line)}`);
}
