import { clfTime } from '../../base/clf-time.ts';
import type { Event } from '../../base/event.ts';
import { extendedRequestId } from '../../base/request-id.ts';
import { type LogVariable, logVariableFamilies } from '../../define/model/log-variables.ts';
import { knownMethods } from '../../guard/record/layout.ts';
import { messageOf } from '../reasons.ts';
import type { StageView } from '../view.ts';

/** The value of a `$context` variable for one event; '' when it has none, which prints `-`. */
export type Variable = (e: Event, at: StageView) => string | number;

const missing: Variable = () => '';
const wafStatus = { ALLOW: 200, BLOCK: 403, CAPTCHA: 405, CHALLENGE: 202 } as const;
const integrationType = (e: Event, at: StageView): string =>
  at.operations.get(e.operation)?.method.integration.type ?? '';
const isFunction = (e: Event, at: StageView): boolean => integrationType(e, at).startsWith('AWS');
const host = (e: Event): string => e.host.replace(/:\d+$/, '');
const elapsed = (e: Event): number => Math.round(e.latencyMs);
const aclArn = (e: Event, at: StageView): string =>
  e.waf === null ? '' : (at.webAcls.get(e.waf.webAcl)?.acl.arn ?? e.waf.webAcl);
const integrationLatency = (e: Event): string | number =>
  e.integrationMs < 0 ? '' : Math.round(e.integrationMs);
/** For a Lambda proxy the status of Lambda itself, which is 200 whenever a function was run. */
const serviceStatus = (e: Event, at: StageView): string | number => {
  if (e.integrationStatus < 0) return '';
  return isFunction(e, at) ? 200 : e.integrationStatus;
};

/**
 * What each variable of an access log stands for. What this gateway has nothing to say about is there all the same, and prints `-`.
 */
export const variables: Readonly<Record<LogVariable, Variable>> = {
  accountId: (_, at) => at.accountId,
  apiId: (_, at) => at.api.apiId,
  domainName: host,
  domainPrefix: (e) => host(e).split('.', 1)[0]!,
  httpMethod: (e) => e.method,
  path: (e) => e.stagePath,
  resourceId: (e, at) => at.operations.get(e.operation)?.resource.resourceId ?? '',
  resourcePath: (e) => e.resourcePath,
  stage: (_, at) => at.stage.name,
  deploymentId: (_, at) => at.stage.deploymentId,
  endpointType: (_, at) => at.api.endpointType,
  protocol: (e) => (e.protocol === 'HTTP/2.0' ? 'HTTP/1.1' : e.protocol),
  requestId: (e) => e.requestId,
  extendedRequestId: (e) => extendedRequestId(e.requestId),
  requestTime: (e) => clfTime(e.at),
  requestTimeEpoch: (e) => Math.floor(e.at),
  status: (e) => e.status,
  responseLatency: elapsed,
  responseLength: (e) => e.bytesOut,
  isCanaryRequest: missing,
  xrayTraceId: missing,
  cipherSuite: missing,
  tlsVersion: missing,
  awsEndpointRequestId: missing,
  awsEndpointRequestId2: missing,
  routeKey: (e) => (e.resourcePath === '' ? '' : `${e.method} ${e.resourcePath}`),
  dataProcessed: (e) => e.bytesIn + e.bytesOut,
  'customDomain.basePathMatched': missing,
  'customDomain.routingRuleIdMatched': missing,
  'error.message': (e) => messageOf(e.reason),
  'error.messageString': (e) => {
    const message = messageOf(e.reason);
    return message === '' ? '' : JSON.stringify(message);
  },
  'error.responseType': (e) => e.reason,
  'error.validationErrorString': missing,
  'identity.accountId': missing,
  'identity.apiKey': (e, at) => at.apiKeys.get(e.apiKeyId)?.masked ?? '',
  'identity.apiKeyId': (e) => e.apiKeyId,
  'identity.caller': missing,
  'identity.cognitoAuthenticationProvider': missing,
  'identity.cognitoAuthenticationType': missing,
  'identity.cognitoIdentityId': missing,
  'identity.cognitoIdentityPoolId': missing,
  'identity.principalOrgId': missing,
  'identity.sourceIp': (e) => e.client,
  'identity.user': missing,
  'identity.userAgent': (e) => e.userAgent,
  'identity.userArn': missing,
  'identity.vpcId': missing,
  'identity.vpceId': missing,
  'identity.clientCert.clientCertPem': missing,
  'identity.clientCert.subjectDN': missing,
  'identity.clientCert.issuerDN': missing,
  'identity.clientCert.serialNumber': missing,
  'identity.clientCert.validity.notBefore': missing,
  'identity.clientCert.validity.notAfter': missing,
  wafResponseCode: (e) => (e.waf === null ? '' : e.waf.action === 'ALLOW' ? 'WAF_ALLOW' : 'WAF_BLOCK'),
  webaclArn: aclArn,
  'waf.error': (e) => (e.fault === 'gateway.waf' ? e.faultMessage : ''),
  'waf.latency': missing,
  'waf.status': (e) => (e.waf === null ? '' : wafStatus[e.waf.action]),
  'authenticate.error': missing,
  'authenticate.latency': missing,
  'authenticate.status': missing,
  'authorizer.claims': missing,
  'authorizer.principalId': missing,
  'authorizer.error': missing,
  'authorizer.latency': missing,
  'authorizer.status': missing,
  'authorizer.integrationLatency': missing,
  'authorizer.integrationStatus': missing,
  'authorizer.requestId': missing,
  'authorize.error': missing,
  'authorize.latency': missing,
  'authorize.status': missing,
  'integration.error': (e) => (e.integrationStatus >= 0 || e.integrationMs >= 0 ? e.faultMessage : ''),
  'integration.integrationStatus': serviceStatus,
  'integration.status': (e) => (e.integrationStatus < 0 ? '' : e.integrationStatus),
  'integration.latency': integrationLatency,
  'integration.requestId': (e, at) => (e.integrationStatus >= 0 && isFunction(e, at) ? e.requestId : ''),
  'integration.responseTransferMode': (e) => (e.integrationStatus < 0 ? '' : 'BUFFERED'),
  'integration.timeToAllHeaders': missing,
  'integration.timeToFirstContent': missing,
  integrationLatency,
  integrationStatus: serviceStatus,
  integrationErrorMessage: (e) => (e.fault.startsWith('client.') ? '' : e.faultMessage),
};

/** Of these an event says nothing that others of its kind do not. */
const settled: ReadonlySet<Variable> = new Set(
  (
    [
      ...[
        'accountId',
        'apiId',
        'resourceId',
        'resourcePath',
        'stage',
        'deploymentId',
        'endpointType',
        'protocol',
      ],
      ...['status', 'error.message', 'error.messageString', 'error.responseType', 'webaclArn', 'waf.status'],
      ...[
        'identity.apiKey',
        'identity.apiKeyId',
        'wafResponseCode',
        'integrationStatus',
        'integration.status',
      ],
    ] as const
  ).map((name) => variables[name]),
);

/** Whether all events of this one's kind have this value. */
export function isSettled(variable: Variable, e: Event): boolean {
  if (settled.has(variable)) return true;
  if (variable === variables.httpMethod) return knownMethods.has(e.method);
  return e.learned === null && ofLearned.has(variable);
}

/** Those that read what the worker sent along. */
const ofLearned = new WeakSet<Variable>();

/** The variable of that name (without `$context.`); null when there is none. */
export function variableOf(name: string): Variable | null {
  const own = Object.hasOwn(variables, name) ? variables[name as LogVariable] : null;
  if (own !== null && own !== missing) return own;
  return own === missing || logVariableFamilies.some((f) => name.startsWith(f)) ? learned(name) : null;
}

/** What the worker sent along because the format asks for it. */
function learned(name: string): Variable {
  const read: Variable = ({ learned: known }) => {
    if (known === null) return '';
    for (let i = 0; i < known.length; i += 2) if (known[i] === name) return known[i + 1]!;
    return '';
  };
  ofLearned.add(read);
  return read;
}
