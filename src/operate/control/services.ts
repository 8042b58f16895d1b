import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Answered } from './action.ts';
import apigateway from './actions/apigateway/index.ts';
import cognito from './actions/cognito/index.ts';
import wafv2 from './actions/wafv2/index.ts';
import type { AwsError } from './aws-error.ts';
import { Json11, json11Error, json11Headers } from './json11.ts';
import { RestJson, restJsonError, restJsonHeaders } from './rest-json.ts';
import type { ControlState } from './state.ts';

/** An AWS service that is answered here: its actions, and the form of its answers. */
export interface Service {
  readonly actions: {
    answers(request: LocalRequest): boolean;
    run(request: LocalRequest, state: ControlState): Promise<Answered>;
  };
  readonly headers: (requestId: string) => Record<string, string>;
  readonly failed: (error: AwsError, requestId: string) => LocalAnswer;
}

const json11 = { headers: json11Headers, failed: json11Error };

/** All of them. A request is for the first that answers it. */
export const services: readonly Service[] = [
  { actions: new Json11('AWSWAF_20190729', wafv2), ...json11 },
  { actions: new Json11('AWSCognitoIdentityProviderService', cognito), ...json11 },
  {
    actions: new RestJson(
      ['restapis', 'account', 'apikeys', 'usageplans', 'domainnames', 'clientcertificates'],
      apigateway,
    ),
    headers: restJsonHeaders,
    failed: restJsonError,
  },
];
