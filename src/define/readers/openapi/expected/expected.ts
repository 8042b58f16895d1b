import type { Method } from '../../../model/api.ts';
import type { Contract } from '../../../model/contract.ts';
import type { Standing } from '../../cloudformation/resource.ts';
import type { Path } from '../../document.ts';
import type { Reading } from '../reading.ts';
import { contentsOf, readBody, swaggerBody } from './bodies.ts';
import type { Collector } from './collector.ts';
import type { Imported } from './imported.ts';
import type { OperationData } from './operation-data.ts';
import { contractParameter, foundParameters } from './parameters.ts';

/** How a document is read for what its operations expect. */
export interface Expecting {
  readonly collector: Collector;
  /** Of a document for API Gateway: its validators and models; null for a plain one. */
  readonly imported: Imported | null;
  /** Whether requests are held to the document itself. */
  readonly requests: Contract['requests'];
  readonly unknownParameters: 'pass' | 'refuse';
  readonly answers: 'off' | 'report';
  /** Names of API keys in the query string, which no operation lists. */
  readonly keys: readonly string[];
  /** Of Swagger 2.0: the media types of all bodies, and of all answers. */
  readonly consumes: unknown;
  readonly produces: unknown;
}

type Expected = Pick<Method, 'contract' | 'requestValidatorId' | 'requestParameters' | 'requestModels'>;

/** Reads what an operation expects of requests, in the form its method has it. */
export function readExpected(
  operation: OperationData,
  path: Path,
  item: { readonly parameters: unknown; readonly path: Path },
  element: string,
  expecting: Expecting,
  reading: Reading,
): Expected {
  const { collector, imported, requests, answers } = expecting;
  if (imported === null && requests === 'off' && answers === 'off') return {};
  const found = foundParameters(
    [
      { value: operation.parameters, path: [...path, 'parameters'] },
      { value: item.parameters, path: [...item.path, 'parameters'] },
    ],
    element,
    reading,
  );
  const own = imported?.of(operation, found, path, reading) ?? {};
  if (requests === 'off' && answers === 'off') return own;
  const parameters = found.flatMap((one) => contractParameter(one, collector, reading) ?? []);
  const body =
    readBody(operation.requestBody, [...path, 'requestBody'], element, collector, reading) ??
    swaggerBody(found, operation.consumes ?? expecting.consumes, collector, reading);
  return {
    ...own,
    contract: {
      parameters,
      body,
      requests,
      unlisted: expecting.unknownParameters === 'refuse' ? expecting.keys : null,
      answers: answers === 'off' ? null : answersOf(operation, path, expecting, reading),
    },
  };
}

/** By status and media type, the schemas of the answers. */
function answersOf(
  { responses, produces }: OperationData,
  path: Path,
  expecting: Expecting,
  reading: Reading,
): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  if (responses === null || typeof responses !== 'object') return found;
  for (const [status, raw] of Object.entries(responses)) {
    const at = reading.pointers.follow(raw, [...path, 'responses', status]);
    if (at === null || at.value === null || typeof at.value !== 'object') continue;
    const { content, schema } = at.value as { content?: Record<string, unknown>; schema?: unknown };
    const types = [produces ?? expecting.produces ?? 'application/json'].flat().map(String);
    const written =
      content ?? (schema === undefined ? {} : Object.fromEntries(types.map((t) => [t, { schema }])));
    const contents = contentsOf(written, [...at.path, 'content'], 'answer', expecting.collector, reading);
    found[status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase()] = Object.fromEntries(
      contents.filter((c) => c.read === 'json' && c.schema !== '').map((c) => [c.mediaType, c.schema]),
    );
  }
  return found;
}

const UNCHECKED = 'requests are not held to it: the server behind must';

/** How what describes requests stands in the ledger, where it is not enforced. */
export function standingOf(
  expecting: Pick<Expecting, 'requests' | 'answers' | 'imported'>,
): Record<string, Standing> {
  const { requests, answers, imported } = expecting;
  const stored = (reason: string): Standing => ({ fidelity: 'stored', reason });
  const why =
    requests === 'report'
      ? stored('what does not hold to it is reported, and passes')
      : stored(imported === null ? UNCHECKED : 'a request validator says what is checked');
  const checks = [
    'parameters',
    'requestBody',
    'consumes',
    'schemas',
    'requestBodies',
    'mediaTypes',
    'definitions',
    'jsonSchemaDialect',
  ];
  return {
    ...(requests === 'refuse' ? {} : Object.fromEntries(checks.map((name) => [name, why]))),
    ...(answers === 'report'
      ? { responses: stored('answers that do not hold to it are reported, and pass') }
      : {}),
  };
}
