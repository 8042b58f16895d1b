import { type Decision, PASS, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { type Flaw, mostFlaws } from '../../../../base/flaw.ts';
import { traced } from '../../../../base/traced.ts';
import type { Contract } from '../../../../define/model/contract.ts';
import type { Given } from '../../given.ts';
import type { Decide } from '../../step.ts';
import type { Check } from '../check.ts';
import { contractSchemasOf, tells } from '../models.ts';
import { compileParameter } from './parameter.ts';
import { label, REQUEST } from './report.ts';
import { cookiesOf, type Pairs, pairsOf } from './written.ts';

const noPairs: Pairs = [];

/** Holds path, query, headers and cookies to what an OpenAPI document says of them. */
export function contractParametersStep(
  check: Check & { readonly of: 'contract-parameters' },
  given: Given,
): Decide {
  const { contract, by } = check;
  const schemas = contractSchemasOf(check.api, given);
  const telling = tells(check, given);
  const asks = contract.parameters.map((parameter) => compileParameter(parameter, schemas, telling));
  const cookies = contract.parameters.some((parameter) => parameter.in === 'cookie');
  const query =
    contract.unlisted !== null || contract.parameters.some((parameter) => parameter.in === 'query');
  const listed = contract.unlisted === null ? null : listing(contract);
  const refusal = refuse('BAD_REQUEST_PARAMETERS', by);
  const precise = check.messages === 'precise';
  const judge = (x: Exchange): Decision => {
    const parted = { query: query ? pairsOf(x.query) : noPairs, cookies: cookies ? cookiesOf(x) : noPairs };
    let flaws: readonly Flaw[] | null = null;
    for (let i = 0; i < asks.length; i++) {
      const found = asks[i]!(x, parted);
      if (found.length > 0) flaws = flaws === null ? found : [...flaws, ...found];
    }
    const unknown = listed === null ? null : unlisted(parted.query, listed);
    if (unknown !== null) flaws = flaws === null ? unknown : [...flaws, ...unknown];
    if (flaws === null) return PASS;
    x.complaint = complaintOf(flaws);
    if (precise) x.flaws = flaws.slice(0, mostFlaws);
    return refusal;
  };
  const step = contract.requests === 'report' ? (x: Exchange) => label(x, judge(x), REQUEST) : judge;
  return traced(given.tracing, 'validation', 'parameters', by, step, (x, decision) => ({
    looked: { parameters: contract.parameters.map(({ name }) => name).join(', ') },
    outcome: decision === PASS ? 'pass' : 'refuse BAD_REQUEST_PARAMETERS',
    because:
      x.complaint !== ''
        ? `${x.complaint}${decision === PASS ? ', which is only reported' : ''}.`
        : 'The parameters are as the document says.',
  }));
}

/** As API Gateway says it where parameters are missing, and after its manner where they are wrong. */
function complaintOf(flaws: readonly Flaw[]): string {
  const lacking = flaws.every(({ rule }) => rule === 'required');
  const names = [...new Set(flaws.map(({ path }) => path.split('/')[0]!))].sort();
  return `${lacking ? 'Missing required' : 'Invalid'} request parameters: [${names.join(', ')}]`;
}

/** Tells which names of a query are listed. */
function listing({ parameters, unlisted }: Contract): (name: string) => boolean {
  const names = new Set(unlisted);
  const deep: string[] = [];
  for (const { name, in: place, style, explode, form, json } of parameters) {
    if (place !== 'query') continue;
    if (style === 'deepObject') deep.push(`${name}[`);
    else if (!json && explode && form.types.includes('object'))
      for (const own of Object.keys(form.properties)) names.add(own);
    else names.add(name);
  }
  return (name) => names.has(name) || deep.some((prefix) => name.startsWith(prefix));
}

function unlisted(query: Pairs, listed: (name: string) => boolean): Flaw[] | null {
  let found: Flaw[] | null = null;
  for (let i = 0; i < query.length; i += 2) {
    if (listed(query[i]!)) continue;
    found ??= [];
    if (found.length === mostFlaws) break;
    const path = query[i]!.slice(0, 100).toWellFormed();
    found.push({
      place: 'querystring',
      path,
      rule: 'unknown',
      found: 'a parameter',
      message: 'must not be there',
    });
  }
  return found;
}
