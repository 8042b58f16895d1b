import { createHash } from 'node:crypto';
import type { Decision } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import { traceAnswer } from '../../base/trace-id.ts';
import type { Answer } from '../../base/wire.ts';
import { faults, type Outcome, unforeseen } from './faults.ts';
import { flawedBody } from './flawed.ts';
import { compact, type Row, reasons } from './reasons.ts';

/** Decisions are made at compile time and live as long as their pipeline; so do their answers. */
const prepared = new WeakMap<Decision, Answer>();
const outcomes = new Map<Outcome, Answer>();

/** The answer to a refused request, in the form that its stage has chosen. */
export function gatewayAnswer(x: Exchange, decision: Decision): Answer {
  const own = ownAnswer(x, decision);
  // The answer that a web ACL brings goes before any other.
  return x.refusals === null || decision.prepared !== null ? own : x.refusals.answer(x, decision.reason, own);
}

/** The answer that API Gateway gives by itself. Its constant parts are made once for each decision. */
function ownAnswer(x: Exchange, decision: Decision): Answer {
  if (
    decision.reason === 'MISSING_AUTHENTICATION_TOKEN' &&
    decision.prepared === null &&
    x.complaint === ''
  ) {
    const authorization = x.header('authorization');
    if (authorization !== '') return incompleteSignature(authorization);
  }
  let answer = prepared.get(decision);
  if (answer === undefined) {
    answer = answerOf(decision);
    prepared.set(decision, answer);
  }
  const { reason } = decision;
  if (reason !== '' && decision.prepared === null) {
    const { executing, saying } = reasons[reason];
    if (saying !== undefined && x.complaint !== '') answer = { ...answer, body: saying(x.complaint) };
    if (x.flaws !== null) answer = { ...answer, body: flawedBody(messageOf(answer), x.flaws) };
    if (executing) answer = withTrace(x, answer);
  }
  return x.refusalHeaders === null ? answer : withHeaders(answer, x.refusalHeaders);
}

/**
 * What a request comes to that met a fault, or anything else that was thrown. The message of what was thrown
 * is for the log: the caller gets the bytes of the table and nothing more.
 */
export function faultAnswer(x: Exchange, fault: unknown): { decision: Decision; answer: Answer } {
  const outcome = (fault instanceof Fault ? faults.get(fault.code) : undefined) ?? unforeseen;
  let answer = outcomes.get(outcome);
  if (answer === undefined) {
    answer = fromRow(outcome.row);
    outcomes.set(outcome, answer);
  }
  if (outcome.row.executing) answer = withTrace(x, answer);
  if (x.refusals !== null) answer = x.refusals.answer(x, outcome.decision.reason, answer);
  return { decision: outcome.decision, answer };
}

function answerOf(decision: Decision): Answer {
  if (decision.prepared !== null) {
    const { status, headers, body } = decision.prepared;
    return Object.freeze({ status, headers, body, length: -1 });
  }
  if (decision.reason === '') return fromRow(unforeseen.row);
  const row = reasons[decision.reason];
  return fromRow(decision.errorType === '' ? row : { ...row, errorType: decision.errorType });
}

function fromRow(row: Row): Answer {
  const headers = Object.freeze(['Content-Type', 'application/json', 'x-amzn-ErrorType', row.errorType]);
  return Object.freeze({ status: row.status, headers, body: row.body, length: -1 });
}

const withTrace = (x: Exchange, answer: Answer): Answer =>
  withHeaders(answer, ['X-Amzn-Trace-Id', traceAnswer(x)]);

const withHeaders = (answer: Answer, more: readonly string[]): Answer => ({
  status: answer.status,
  headers: answer.headers.concat(more),
  body: answer.body,
  length: -1,
});

/** An unknown route that was asked with credentials is read as a badly signed request; they are shown as a digest only. */
function incompleteSignature(authorization: string): Answer {
  const digest = createHash('sha256').update(authorization, 'latin1').digest('base64');
  return fromRow({
    status: 403,
    body: compact(
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest}'.`,
    ),
    errorType: 'IncompleteSignatureException',
    executing: false,
  });
}

/** The message of an answer that this file made. */
const messageOf = ({ body }: Answer): string => (JSON.parse(String(body)) as { message: string }).message;
