import type { Exchange } from '../../../../base/exchange.ts';
import type { Flaw } from '../../../../base/flaw.ts';
import type { ContractParameter } from '../../../../define/model/contract.ts';
import { flawsOf, isAmbiguous } from '../flaws.ts';
import type { Check, Schemas } from '../schema/schemas.ts';
import { fromPairs, fromText, type Written } from './styles.ts';
import { readings } from './values.ts';
import { headerValue, type Pairs } from './written.ts';

/** What a request has, taken apart once for all its parameters. */
export interface Parted {
  readonly query: Pairs;
  readonly cookies: Pairs;
}

/** Holds one parameter to what is expected of it: nothing when it is as it should be. */
export type AskParameter = (x: Exchange, parted: Parted) => readonly Flaw[];

const PLACES = { path: 'path', query: 'querystring', header: 'header', cookie: 'cookie' } as const;

const fine: readonly Flaw[] = [];

/** Compiles the check of one parameter; `telling` says whether anybody is to see what is wrong. */
export function compileParameter(
  parameter: ContractParameter,
  schemas: Schemas,
  telling: boolean,
): AskParameter {
  const { name, required, allowEmpty, json, form, schema } = parameter;
  const place = PLACES[parameter.in];
  const check = schema === '' ? null : schemas.check(schema);
  const written = reader(parameter);
  const flawed = (rule: string, found: string, message: string): readonly Flaw[] => [
    { place, path: name, rule, found, message },
  ];
  const missing = flawed('required', 'nothing', 'must be given');
  return (x, parted) => {
    const parts = written(x, parted);
    if (parts === null) return required ? missing : fine;
    if (typeof parts === 'string') return flawed('style', 'something else', parts);
    if (check === null) return fine;
    const isText = parts.kind === 'text';
    if (isText && parts.text === '' && allowEmpty) return fine;
    const values = json && isText ? parsed(parts.text) : readings(parts, form);
    if (values.length === 0) return flawed('json', 'no JSON text', 'must be JSON');
    if (values.some((value) => check.fits(value, x.headBytes))) return fine;
    return telling ? told(check, values[0], x, place, name) : flawed('schema', '', '');
  };
}

function told(
  check: Check,
  value: unknown,
  x: Exchange,
  place: Flaw['place'],
  name: string,
): readonly Flaw[] {
  return flawsOf(check.wrong(value, x.headBytes) ?? [], place, name);
}

function reader(parameter: ContractParameter): (x: Exchange, parted: Parted) => Written {
  const { name } = parameter;
  if (parameter.in === 'query' || parameter.in === 'cookie') {
    const found = fromPairs(parameter);
    return parameter.in === 'query' ? (_, { query }) => found(query) : (_, { cookies }) => found(cookies);
  }
  const found = fromText(parameter);
  if (parameter.in === 'path') return (x) => found(x.params?.[name] ?? null);
  const lower = name.toLowerCase();
  return (x) => found(headerValue(x, lower));
}

function parsed(text: string): unknown[] {
  // A head is small, but a stack is too: what nests deeply is not read.
  if ((text.match(/[[{]/g)?.length ?? 0) > 200) return [];
  try {
    const value: unknown = JSON.parse(text);
    return isAmbiguous(Buffer.from(text), value) ? [] : [value];
  } catch {
    return [];
  }
}
