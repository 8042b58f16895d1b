import { Clock } from '../../../src/base/clock.ts';
import type { Decision } from '../../../src/base/decision.ts';
import { PASS } from '../../../src/base/decision.ts';
import type { Exchange, Head } from '../../../src/base/exchange.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Api, Method } from '../../../src/define/model/api.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import type { Model } from '../../../src/define/model/validation.ts';
import { walk } from '../../../src/guard/decide/decide.ts';
import type { Given } from '../../../src/guard/decide/given.ts';
import type { Decide } from '../../../src/guard/decide/step.ts';
import validate from '../../../src/guard/decide/validate/validate.ts';
import { smallDefinition } from '../../definition.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';

export interface Expected {
  readonly method?: Partial<Method>;
  readonly models?: Readonly<Record<string, unknown>>;
  readonly api?: Partial<Api>;
  readonly precise?: boolean;
  readonly tracing?: boolean;
}

/** The checks that a method with a validator of bodies and parameters comes to. */
export function checks({ method = {}, models = {}, api = {}, precise, tracing = false }: Expected): Decide[] {
  const small = smallDefinition();
  const resource = small.apis[0]!.resources[1]!;
  const one: Method = { ...resource.methods[0]!, requestValidatorId: 'valid1', ...method };
  const here: Api = {
    ...small.apis[0]!,
    validators: [
      {
        id: 'small/Validator',
        origin: NOWHERE,
        validatorId: 'valid1',
        name: 'all',
        body: true,
        parameters: true,
      },
    ],
    models: Object.entries(models).map(
      ([name, schema]): Model => ({
        id: `small/${name}`,
        origin: NOWHERE,
        modelId: name,
        name,
        contentType: 'application/json',
        description: '',
        schema,
      }),
    ),
    ...api,
  };
  const settings = {
    ...small.settings,
    validationMessages: precise ? ('precise' as const) : ('aws' as const),
  };
  const definition: Definition = { ...small, settings, apis: [here] };
  const given: Given = {
    definition,
    clock: Clock.byHand(),
    tracing,
    cells: (_, bytes) => new SharedArrayBuffer(bytes),
    invoke: () => Promise.reject(new Error('nothing is invoked')),
    fetch: () => Promise.reject(new Error('nobody is asked')),
  };
  const site = { definition, api: here, stage: here.stages[0]!, resource, method: one };
  return validate.steps(site, given);
}

/** A request with a body, and what the checks make of it. */
export async function ask(
  steps: readonly Decide[],
  body: string | Buffer,
  head: Partial<Head> = {},
): Promise<{ x: Exchange; decision: Decision; passed: boolean }> {
  const wire = new PaperWire(body.length === 0 ? [] : [Buffer.from(body as string)]);
  const x = paperRequest({ method: 'POST', headers: ['Content-Type', 'application/json'], ...head }, wire);
  const decision = await walk(steps, x);
  return { x, decision, passed: decision === PASS };
}
