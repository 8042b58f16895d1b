import { z } from 'zod';
import type { Api, Method } from '../../../define/model/api.ts';
import { modelUri } from '../../../define/model/validation.ts';
import { layer } from '../layer.ts';
import { bodyStep } from './body-step.ts';
import type { Check } from './check.ts';
import { contractBodyStep } from './contract/body-step.ts';
import { noBodyStep } from './contract/no-body-step.ts';
import { contractParametersStep } from './contract/parameters-step.ts';
import { parametersStep } from './parameters-step.ts';

export { type Watch, watching } from './contract/answers.ts';

/**
 * Holds a request to what its method expects: first that its parameters are there, then that its body fits the
 * model for its media type. A method of a plain OpenAPI document is held to that document.
 */
export default layer<Check>({
  name: 'validate',
  shape: z.custom<Check>().describe('What a request must hold.'),
  of({ api, method, definition }) {
    if (method === null) return [];
    const messages = definition.settings.validationMessages;
    return [...checksOf(api, method, messages), ...contractOf(api, method, messages)];
  },
  compile(check, given) {
    switch (check.of) {
      case 'parameters':
        return parametersStep(check, given);
      case 'body':
        return bodyStep(check, given);
      case 'contract-parameters':
        return contractParametersStep(check, given);
      case 'contract-body':
        return contractBodyStep(check, given);
      case 'contract-no-body':
        return noBodyStep(check, given);
    }
  },
});

/** What an OpenAPI document itself asks for. */
function contractOf(api: Api, method: Method, messages: Check['messages']): Check[] {
  const { contract } = method;
  if (contract === undefined || contract.requests === 'off') return [];
  const common = { by: method.id, api, messages, contract };
  const checks: Check[] = [];
  if (contract.parameters.length > 0 || contract.unlisted !== null)
    checks.push({ ...common, of: 'contract-parameters' });
  if (contract.body !== null) checks.push({ ...common, of: 'contract-body' });
  else if (contract.unlisted !== null) checks.push({ ...common, of: 'contract-no-body' });
  return checks;
}

/** What a request validator asks for ("Request validation for REST APIs"). */
function checksOf(api: Api, method: Method, messages: Check['messages']): Check[] {
  const { requestValidatorId = '', requestParameters = {}, requestModels = {} } = method;
  const validator = api.validators?.find((v) => v.validatorId === requestValidatorId);
  if (validator === undefined) return [];
  const common = { by: validator.id, api, messages };
  const required = Object.keys(requestParameters).filter((key) => requestParameters[key]);
  const schemas = Object.entries(requestModels).map(([type, name]) => [
    type.trim().toLowerCase(),
    modelUri(name),
  ]);
  const checks: Check[] = [];
  if (validator.parameters && required.length > 0) checks.push({ ...common, of: 'parameters', required });
  if (validator.body && schemas.length > 0)
    checks.push({ ...common, of: 'body', schemas: Object.fromEntries(schemas) });
  return checks;
}
