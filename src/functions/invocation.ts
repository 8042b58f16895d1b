/** How one invocation ended. */
export type Invocation =
  | {
      readonly outcome: 'answered';
      /** The JSON text the function returned. */
      readonly payload: string;
      readonly durationMs: number;
    }
  /** It threw, exited, or returned what JSON cannot hold: `payload` is Lambda's error object as JSON text. */
  | { readonly outcome: 'error'; readonly payload: string; readonly durationMs: number }
  | { readonly outcome: 'timeout'; readonly payload: string; readonly durationMs: number }
  /** The reserved concurrency is in use. */
  | { readonly outcome: 'throttled' }
  /** No function of that ARN, or none that can run here; `message` says why. */
  | { readonly outcome: 'missing'; readonly message: string }
  /** The request (6 MB) or the response (6 MB) is over Lambda's limit. */
  | { readonly outcome: 'too-large'; readonly side: 'request' | 'response' };
