import type { Reason } from '../../base/decision.ts';

/** What a reason is answered with when nothing else was prepared. */
export interface Row {
  readonly status: number;
  /** The exact bytes of the body. */
  readonly body: string;
  /** Of a reason whose message may depend on the request (`x.complaint`): the body with that message in it. */
  readonly saying?: (message: string) => string;
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string;
  /**
   * True for errors raised while a method executes: they carry `X-Amzn-Trace-Id`, and their body has a space
   * behind the colon. The front layer prints compact JSON and no trace id.
   */
  readonly executing: boolean;
}

/** A body as the front layer prints it. */
export const compact = (message: string): string => `{"message":${JSON.stringify(message)}}`;
/** A body as the execution of a method prints it. */
export const spaced = (message: string): string => `{"message": ${JSON.stringify(message)}}`;

/** The front layer's body when a policy denies: the key has a capital letter. */
const denied = (message: string): string => `{"Message":${JSON.stringify(message)}}`;

const front = (status: number, errorType: string, message: string): Row => ({
  status,
  body: compact(message),
  errorType,
  executing: false,
});
const outspoken = (status: number, errorType: string, message: string): Row => ({
  ...front(status, errorType, message),
  saying: compact,
});
const executing = (status: number, errorType: string, message: string): Row => ({
  status,
  body: spaced(message),
  errorType,
  executing: true,
});

const signature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** Every reason and its answer: "Gateway response types for API Gateway", and the bodies the service sends. */
export const reasons: Readonly<Record<Exclude<Reason, ''>, Row>> = {
  ACCESS_DENIED: {
    status: 403,
    body: denied('User is not authorized to access this resource'),
    saying: denied,
    errorType: 'AccessDeniedException',
    executing: false,
  },
  API_CONFIGURATION_ERROR: executing(500, 'InternalServerErrorException', 'Internal server error'),
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    body: '{"message":null}',
    errorType: 'AuthorizerConfigurationException',
    executing: false,
  },
  AUTHORIZER_FAILURE: {
    status: 500,
    body: '{"message":null}',
    errorType: 'AuthorizerFailureException',
    executing: false,
  },
  BAD_REQUEST_BODY: executing(400, 'BadRequestException', 'Invalid request body'),
  BAD_REQUEST_PARAMETERS: {
    ...executing(400, 'BadRequestException', 'Missing required request parameters'),
    saying: spaced,
  },
  EXPIRED_TOKEN: outspoken(
    403,
    'ExpiredTokenException',
    'The security token included in the request is expired',
  ),
  INTEGRATION_FAILURE: executing(
    504,
    'InternalServerErrorException',
    'Network error communicating with endpoint',
  ),
  INTEGRATION_TIMEOUT: executing(504, 'InternalServerErrorException', 'Endpoint request timed out'),
  INVALID_API_KEY: front(403, 'ForbiddenException', 'Forbidden'),
  INVALID_SIGNATURE: outspoken(403, 'InvalidSignatureException', signature),
  MISSING_AUTHENTICATION_TOKEN: outspoken(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ),
  QUOTA_EXCEEDED: front(429, 'LimitExceededException', 'Limit Exceeded'),
  REQUEST_TOO_LARGE: front(413, 'RequestTooLargeException', 'HTTP content length exceeded 10485760 bytes'),
  RESOURCE_NOT_FOUND: front(404, 'NotFoundException', 'Not Found'),
  THROTTLED: front(429, 'TooManyRequestsException', 'Too Many Requests'),
  UNAUTHORIZED: outspoken(401, 'UnauthorizedException', 'Unauthorized'),
  UNSUPPORTED_MEDIA_TYPE: executing(415, 'UnsupportedMediaTypeException', 'Unsupported Media Type'),
  WAF_FILTERED: front(403, 'ForbiddenException', 'Forbidden'),
  CLIENT_CERTIFICATE: front(403, 'ForbiddenException', 'Forbidden'),
  HTTPS_REQUIRED: front(403, 'ForbiddenException', 'Forbidden'),
  FORBIDDEN: front(403, 'ForbiddenException', 'Forbidden'),
  BAD_REQUEST: front(400, 'BadRequestException', 'Bad Request'),
  HEADERS_TOO_LARGE: front(431, 'BadRequestException', 'Request Header Fields Too Large'),
  URI_TOO_LONG: front(414, 'BadRequestException', 'Request URI too long'),
  INTERNAL_FAILURE: front(500, 'InternalServerErrorException', 'Internal server error'),
};
