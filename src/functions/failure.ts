/** Lambda's error object, as JSON text. */
export function failurePayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}

/** What Lambda says of an invocation that took longer than its function may. */
export const timedOut = (requestId: string, timeoutMs: number): string =>
  failurePayload(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );

/** What Lambda says of a runtime that ended in the middle of an invocation. */
export function exited(
  requestId: string,
  code: number | null,
  signal: NodeJS.Signals | null,
  outOfMemory: boolean,
): string {
  if (outOfMemory) {
    return failurePayload(
      'Runtime.OutOfMemory',
      `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    );
  }
  if (code === null && signal === null) {
    return failurePayload('Runtime.ExitError', 'Error: the process of the runtime could not be started');
  }
  const how =
    signal !== null
      ? `Runtime exited with error: signal: ${signals[signal] ?? signal}`
      : code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${code}`;
  return failurePayload('Runtime.ExitError', `RequestId: ${requestId} Error: ${how}`);
}

const signals: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
  SIGTRAP: 'trace/breakpoint trap',
};
