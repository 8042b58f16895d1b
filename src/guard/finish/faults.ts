import { type Decision, type Reason, refuse } from '../../base/decision.ts';
import { compact, type Row, reasons, spaced } from './reasons.ts';

/** What a fault of a code comes to: the decision for the event, and the answer. */
export interface Outcome {
  readonly decision: Decision;
  readonly row: Row;
}

const as = (reason: Exclude<Reason, ''>, change: Partial<Row> = {}): Outcome => ({
  decision: refuse(reason, ''),
  row: { ...reasons[reason], ...change },
});

/** Lambda faults arrive at the client as 502, those of AWS's own side of the call as 500 (API Gateway: "Handle Lambda errors"). */
const failedFunction = { body: spaced('Internal server error') };

/** What anything comes to that no row below names: a bug of ours, of which the caller learns nothing. */
export const unforeseen = as('INTERNAL_FAILURE');

/** Every fault code, and what becomes of a request that meets it. */
export const faults: ReadonlyMap<string, Outcome> = new Map([
  ['client.malformed', as('BAD_REQUEST')],
  ['client.too-large', as('REQUEST_TOO_LARGE')],
  ['client.uri-too-long', as('URI_TOO_LONG')],
  ['client.headers-too-large', as('HEADERS_TOO_LARGE')],
  ['client.too-slow', as('BAD_REQUEST', { status: 408, body: compact('Request Timeout') })],
  ['client.expectation', as('BAD_REQUEST', { status: 417, body: compact('Expectation Failed') })],
  ['client.unsupported', as('BAD_REQUEST', { status: 501, body: compact('Not Implemented') })],
  ['client.media-type', as('UNSUPPORTED_MEDIA_TYPE')],
  ['client.not-json', as('BAD_REQUEST_BODY', { body: spaced('Could not parse request body into json') })],
  // Nobody is left to read it: the status of the log alone, as nginx writes it.
  ['client.aborted', as('BAD_REQUEST', { status: 499, body: '' })],

  ['function.error', as('INTEGRATION_FAILURE', { status: 502, ...failedFunction })],
  ['function.timeout', as('INTEGRATION_FAILURE', { status: 502, ...failedFunction })],
  ['function.malformed', as('INTEGRATION_FAILURE', { status: 502, ...failedFunction })],
  ['function.too-large', as('INTEGRATION_FAILURE', { status: 502, ...failedFunction })],
  ['function.throttled', as('INTEGRATION_FAILURE', { status: 500, ...failedFunction })],
  ['function.missing', as('INTEGRATION_FAILURE', { status: 500, ...failedFunction })],
  ['function.forbidden', as('API_CONFIGURATION_ERROR')],
  ['function.request-too-large', as('REQUEST_TOO_LARGE', { body: compact('Request Too Long') })],

  ['upstream.refused', as('INTEGRATION_FAILURE')],
  ['upstream.reset', as('INTEGRATION_FAILURE')],
  ['upstream.busy', as('INTEGRATION_FAILURE')],
  ['upstream.timeout', as('INTEGRATION_TIMEOUT')],
  // AWS does not say whether 500 or 502; RFC 9110 15.6.3 has 502 for an answer that cannot be understood.
  ['upstream.malformed', as('INTEGRATION_FAILURE', { status: 502, body: spaced('Internal server error') })],

  ['gateway.busy', as('INTERNAL_FAILURE', { status: 503, body: compact('Service Unavailable') })],
  ['gateway.configuration', as('API_CONFIGURATION_ERROR')],
]);
