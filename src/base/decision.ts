/**
 * Why a request was refused: API Gateway's gateway response types, three of HTTP's own that the gateway gives
 * before an API is known (`BAD_REQUEST`, `HEADERS_TOO_LARGE`, `URI_TOO_LONG`), and two of the connection
 * (`CLIENT_CERTIFICATE`, `HTTPS_REQUIRED`).
 */
export type Reason =
  | ''
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED'
  | 'CLIENT_CERTIFICATE'
  | 'HTTPS_REQUIRED'
  | 'FORBIDDEN'
  | 'BAD_REQUEST'
  | 'HEADERS_TOO_LARGE'
  | 'URI_TOO_LONG'
  | 'INTERNAL_FAILURE';

/** An answer prepared at compile time in place of the reason's own (a web ACL's custom response). */
export interface Prepared {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** What a layer makes of a request: PASS, or a refusal that names the element which decided. */
export interface Decision {
  readonly action: 'pass' | 'refuse';
  readonly reason: Reason;
  /** The `id` of the deciding element of the definition; '' when none did. */
  readonly by: string;
  readonly prepared: Prepared | null;
  /** The `x-amzn-ErrorType` of the answer, where it is not the reason's own; '' otherwise. */
  readonly errorType: string;
}

export const PASS: Decision = Object.freeze({
  action: 'pass',
  reason: '',
  by: '',
  prepared: null,
  errorType: '',
});

/** Made at compile time and returned; never made while serving, never thrown. */
export const refuse = (
  reason: Reason,
  by: string,
  prepared: Prepared | null = null,
  errorType = '',
): Decision => Object.freeze({ action: 'refuse', reason, by, prepared, errorType });
