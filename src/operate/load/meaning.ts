// What a status means when this gateway gives it; x-amzn-ErrorType tells apart what shares one.
const byErrorType: Readonly<Record<string, string>> = {
  '403 ForbiddenException': 'blocked: by the web ACL, or no such API',
  '403 AccessDeniedException': 'refused by the resource policy or an authorizer',
  '403 MissingAuthenticationTokenException': 'no such resource or method',
  '403 InvalidApiKeyException': 'no valid API key',
  '429 TooManyRequestsException': 'throttled: over the rate and the burst',
  '429 LimitExceededException': 'over the quota of the usage plan',
  '504 InternalServerErrorException': 'the integration did not answer',
};

const byStatus: Readonly<Record<number, string>> = {
  400: 'malformed, or refused by validation',
  401: 'not authenticated',
  403: 'blocked or forbidden',
  404: 'not found by the integration',
  408: 'the request came too slowly',
  413: 'the request is too large',
  414: 'the request line is too long',
  415: 'a media type the integration does not take',
  429: 'throttled',
  431: 'the headers are too large',
  500: 'the gateway or the integration is misconfigured',
  502: 'the integration answered wrongly, or failed',
  503: 'not available',
  504: 'the integration took too long',
};

const byClass = ['', 'informed', 'answered', 'answered with a redirect', 'refused', 'failed'];

/** A few words on a status. */
export function meaningOf(status: number, errorType: string): string {
  return (
    byErrorType[`${status} ${errorType}`] ??
    byStatus[status] ??
    byClass[Math.floor(status / 100)] ??
    'unknown'
  );
}
