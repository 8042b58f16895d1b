import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Answered } from './action.ts';
import apigateway from './actions/apigateway/index.ts';
import cloudwatch from './actions/cloudwatch/index.ts';
import cognito from './actions/cognito/index.ts';
import wafv2 from './actions/wafv2/index.ts';
import type { AwsError } from './aws-error.ts';
import { json10Body, json10Error, json10Headers } from './json10.ts';
import { Json11, json11Error, json11Headers } from './json11.ts';
import { Query, queryError, queryHeaders, xmlOf } from './query.ts';
import { RestJson, restJsonError, restJsonHeaders } from './rest-json.ts';
import { RpcCbor, rpcCborBody, rpcCborError, rpcCborHeaders } from './rpc-cbor.ts';
import type { ControlState } from './state.ts';
import { refusing } from './wafv2/refused.ts';

/** An AWS service that is answered here in one of its protocols: its actions, and the form of its answers. */
export interface Service {
  readonly actions: {
    answers(request: LocalRequest): boolean;
    run(request: LocalRequest, state: ControlState): Promise<Answered>;
  };
  readonly headers: (requestId: string) => Record<string, string>;
  /** How an answer is written. */
  readonly body: (answer: object) => string;
  readonly failed: (error: AwsError, requestId: string) => LocalAnswer;
}

const json11 = { headers: json11Headers, body: JSON.stringify, failed: json11Error };
const granite = 'GraniteServiceVersion20100801';
const cloudwatchXml = xmlOf('http://monitoring.amazonaws.com/doc/2010-08-01/');

/** All of them. A request is for the first that answers it. */
export const services: readonly Service[] = [
  { actions: new Json11('AWSWAF_20190729', [...wafv2, ...refusing]), ...json11 },
  { actions: new Json11('AWSCognitoIdentityProviderService', cognito), ...json11 },
  {
    actions: new Query('2010-08-01', cloudwatch),
    ...{ headers: queryHeaders, body: cloudwatchXml, failed: queryError },
  },
  {
    actions: new RpcCbor(granite, cloudwatch),
    ...{ headers: rpcCborHeaders, body: rpcCborBody, failed: rpcCborError },
  },
  {
    actions: new Json11(granite, cloudwatch),
    ...{ headers: json10Headers, body: json10Body, failed: json10Error },
  },
  {
    actions: new RestJson(
      ['restapis', 'account', 'apikeys', 'usageplans', 'domainnames', 'clientcertificates'],
      apigateway,
    ),
    headers: restJsonHeaders,
    body: JSON.stringify,
    failed: restJsonError,
  },
];
