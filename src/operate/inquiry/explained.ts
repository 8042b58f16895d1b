import { attackName } from '../../base/attack-families.ts';
import type { Clock } from '../../base/clock.ts';
import { headerOf } from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import type { Step } from '../../base/trace.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Pipeline } from '../../guard/serve/compile.ts';
import { type Explanation, explain, explainUnread, reaches } from '../../guard/serve/explain.ts';
import type { PaperRequest } from '../../guard/serve/paper.ts';
import type { StoredRefusal } from '../../observe/journal/rows.ts';
import { Origins } from './origins.ts';
import { paperSession } from './paper-session.ts';
import { Secrets } from './secrets.ts';

/** A step of the walk, with the place of its element. */
export interface ExplainedStep extends Omit<Step, 'steps'> {
  /** `file:line`, or ''. */
  readonly at: string;
  readonly steps: readonly ExplainedStep[];
}

/** An explanation as the console gives it and the command line prints it. */
export interface Explained {
  readonly request: { readonly method: string; readonly target: string; readonly client: string };
  readonly decision: {
    readonly action: string;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  };
  readonly answer: Explanation['answer'];
  readonly labels: readonly string[];
  /** What the web ACL did, those rules among it that only counted; null when none looked. */
  readonly waf: Explanation['waf'];
  readonly steps: readonly ExplainedStep[];
  /** What the reader should know beside: an address that was completed, what was recorded of the request. */
  readonly remarks: readonly string[];
}

/** A request that is asked about, and over what it would come. */
export interface Asking extends PaperRequest {
  /** Over TLS, for the host it names; with a certificate in PEM, '' for none. */
  readonly secure?: boolean;
  readonly certificate?: string;
}

/**
 * Explains a request. A path that no API answers to is completed with the address of the stage that has it:
 * `/secure/greeter` is enough where one stage knows it. The walk sees keys and tokens whole, and what is told of it shows
 * their first four characters. Null when the client's address, or its certificate, cannot be
 * read.
 */
export async function explained(
  definition: Definition,
  traced: Pipeline,
  clock: Clock,
  asked: Asking,
): Promise<Explained | null> {
  const { secure = false, certificate = '', ...rest } = asked;
  const tls = secure ? paperSession(definition, headerOf(rest.headers, 'host'), certificate) : null;
  if (secure && tls === null) return null;
  const { taken, remarks } = completed(definition, traced, clock, { ...rest, tls });
  const explanation = await explain(traced, taken, clock);
  return explanation === null ? null : { ...told(definition, taken, explanation), remarks };
}

/** An explanation with the places of its elements, and without what the caller proves itself by. */
function told(
  definition: Definition,
  taken: PaperRequest,
  explanation: Explanation,
): Omit<Explained, 'remarks'> {
  const origins = new Origins(definition);
  const secrets = new Secrets(taken.headers);
  const { decision } = explanation;
  return {
    request: { method: taken.method, target: taken.target, client: taken.client },
    decision: {
      action: decision.action,
      reason: decision.reason,
      by: decision.by,
      at: origins.place(decision.by),
    },
    answer: secrets.hide(explanation.answer),
    labels: explanation.labels,
    waf: secrets.hide(explanation.waf),
    steps: explanation.steps.map((step) => placed(step, origins, secrets)),
  };
}

/**
 * Explains a refusal that was kept: what would become of the same request now, with what became of it then
 * among the remarks. The body is never kept, and secrets among its headers are not either.
 */
export async function explainedRefusal(
  definition: Definition,
  traced: Pipeline,
  clock: Clock,
  then: StoredRefusal,
  port: number,
): Promise<Explained | null> {
  const { method, target, client } = then;
  const kept = then.headers ?? ['Host', then.host, 'User-Agent', then.userAgent];
  const headers = withKey(kept, then, definition);
  const request = { method, target, headers, body: '', client, port };
  const again = await explain(traced, request, clock);
  const unread = again?.decision.reason !== then.reason && unreadable.has(then.fault);
  const explanation = unread
    ? explainUnread(request, new Fault(then.fault, 'client', then.faultMessage), clock)
    : again;
  if (explanation === null) return null;
  const now = told(definition, request, explanation);
  const by = then.by === '' ? '' : ` by ${then.by}`;
  const remarks = [
    `At ${new Date(then.at).toISOString()} it was answered with ${then.status}${then.reason === '' ? ', and rules only counted it' : `: ${then.reason}${by}`}.`,
    ...findingsOf(then),
    ...(then.fault === '' ? [] : [`It met a fault: ${then.fault}, ${then.faultMessage}.`]),
    ...(now.decision.reason === then.reason || hadBody(then)
      ? []
      : ['What follows is what would become of it now.']),
    ...(hadBody(then) && !unread
      ? ['Its body was not kept: what follows is what would become of it without one.']
      : []),
    ...(then.headers === null
      ? [
          `Its headers were not kept: too many were ${then.reason === '' ? 'passed on' : 'refused'} in that second.`,
        ]
      : []),
  ];
  return { ...now, remarks };
}

/** Faults of bytes that are not kept: the same bytes would be turned away again. */
const unreadable: ReadonlySet<string> = new Set([
  'client.malformed',
  'client.headers-too-large',
  'client.uri-too-long',
  'client.too-large',
  'client.unsupported',
]);

/** What its web ACL found then: whatever it was found in, this was kept of it. */
const findingsOf = ({ waf }: StoredRefusal): string[] =>
  (waf?.details ?? []).map(({ rule, within, family, condition, location, field, data }) => {
    const what = family === '' ? condition : attackName(family);
    const where = field === '' ? location : `${location} ${field}`;
    const by = within === '' ? rule : `${rule}/${within}`;
    return `Then ${by} found ${what} in ${where}: ${data.join(' ')}`;
  });

const hadBody = ({ headers }: StoredRefusal): boolean =>
  headers !== null &&
  (headerOf(headers, 'transfer-encoding') !== '' || Number(headerOf(headers, 'content-length')) > 0);

/** The API key that was redacted, as long as it is known by its id: without it, another refusal would be explained. */
function withKey(
  headers: readonly string[],
  { apiKeyId = '' }: StoredRefusal,
  { apiKeys }: Definition,
): readonly string[] {
  const key = apiKeys.find((candidate) => candidate.keyId === apiKeyId);
  if (key === undefined) return headers;
  return headers.map((text, i) =>
    i % 2 === 1 && headers[i - 1]!.toLowerCase() === 'x-api-key' ? key.value : text,
  );
}

function completed(
  definition: Definition,
  traced: Pipeline,
  clock: Clock,
  request: PaperRequest,
): { taken: PaperRequest; remarks: string[] } {
  if (reaches(traced, request, clock)) return { taken: request, remarks: [] };
  const candidates = definition.apis
    .flatMap((api) => api.stages.map((stage) => `/_aws/execute-api/${api.apiId}/${stage.name}`))
    .map((prefix) => ({ ...request, target: prefix + request.target }))
    .filter((candidate) => reaches(traced, candidate, clock));
  const [first] = candidates;
  if (first === undefined) return { taken: request, remarks: [] };
  if (candidates.length === 1) return { taken: first, remarks: [`Taken as ${first.target}.`] };
  const others = candidates.slice(1).map((candidate) => candidate.target);
  return { taken: first, remarks: [`Taken as ${first.target}; it could also be ${others.join(' or ')}.`] };
}

const placed = (step: Step, origins: Origins, secrets: Secrets): ExplainedStep => ({
  what: step.what,
  name: step.name,
  id: step.id,
  looked: secrets.hide(step.looked),
  outcome: step.outcome,
  because: secrets.hide(step.because),
  at: step.id === '' ? '' : origins.place(step.id),
  steps: step.steps.map((inner) => placed(inner, origins, secrets)),
});
