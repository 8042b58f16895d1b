import { randomUUID } from 'node:crypto';
import { Refusal } from '../../pools/refusal.ts';
import {
  type LocalAnswer,
  type LocalRequest,
  type LocalServer,
  type LocalServerOptions,
  openLocalServer,
} from '../local-server.ts';
import { AwsError } from './aws-error.ts';
import { json11Error, json11Headers } from './json11.ts';
import { isForm, queryError } from './query.ts';
import { restJsonError } from './rest-json.ts';
import type { Service } from './services.ts';
import type { ControlState } from './state.ts';

/** Where the AWS endpoint is, and what it works on. */
export interface EndpointOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly state: ControlState;
  /** The pages and OAuth endpoints of user pools. */
  take?: LocalServerOptions['take'];
  failed(fault: unknown): void;
}

/**
 * Opens the AWS endpoint: WAFv2, API Gateway, user pools and the metrics of CloudWatch, as the AWS CLI and the SDKs
 * ask them. Signatures are not checked; only this machine is listened to.
 */
export function openEndpoint(options: EndpointOptions): Promise<LocalServer> {
  const answer = endpoint(options.state);
  return openLocalServer({
    ...options,
    flag: '--endpoint-port',
    answer,
    refuse: (status, reason) => {
      const code =
        status === 403
          ? 'AccessDeniedException'
          : status === 413
            ? 'RequestTooLargeException'
            : 'InternalFailure';
      return json11Error(new AwsError(code, status, reason), randomUUID());
    },
  });
}

/** The endpoint without its socket. */
export function endpoint(state: ControlState): (request: LocalRequest) => Promise<LocalAnswer> {
  return async (request) => {
    const requestId = randomUUID();
    // Loaded with the first request, since a gateway that nobody asks would only keep their 3 MB.
    const { services } = await import('./services.ts');
    const service = services.find(({ actions }) => actions.answers(request));
    const { actions, headers, body, failed } = service ?? elsewhere(request);
    try {
      const { status, answer } = await actions.run(request, state);
      return { status, headers: headers(requestId), body: body(answer) };
    } catch (fault) {
      if (fault instanceof AwsError) return failed(fault, requestId);
      if (fault instanceof Refusal) return failed(new AwsError(fault.code, 400, fault.message), requestId);
      throw fault;
    }
  };
}

/** What neither API knows: named by the service it was signed for, in the form that service's clients read. */
function elsewhere(request: LocalRequest): Service {
  const target = request.headers['x-amz-target'];
  const action = isForm(request) ? new URLSearchParams(request.body).get('Action') : null;
  const what = typeof target === 'string' ? target : (action ?? `${request.method} ${request.path}`);
  const service = serviceOf(request);
  const message = `${service === '' ? '' : `${service}: `}${what} is not answered here; this endpoint answers wafv2, apigateway, cognito-idp and cloudwatch.`;
  const json = typeof target === 'string';
  return {
    actions: {
      answers: () => true,
      run: async () => {
        throw new AwsError('UnknownOperationException', json ? 400 : 404, message);
      },
    },
    headers: json11Headers,
    body: JSON.stringify,
    failed: action !== null ? queryError : json ? json11Error : restJsonError,
  };
}

/** The service in the credential scope: `Credential=AKID/20261122/us-east-1/sts/aws4_request`. '' when unsigned. */
function serviceOf(request: LocalRequest): string {
  return (
    /Credential=[^/\s]*\/\d{8}\/[^/\s]+\/([\w-]+)\/aws4_request/.exec(
      request.headers.authorization ?? '',
    )?.[1] ?? ''
  );
}
