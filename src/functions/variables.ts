import type { LambdaFunction } from '../define/model/function.ts';

/** What the environment of a process says besides the function's own. */
export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  /** Where AWS SDKs send their calls; absent: to AWS itself, where the credentials given here are worth nothing. */
  readonly endpoint?: string;
  /** True where the gateway itself runs with `LOG_LEVEL=DEBUG`: its functions are told to say more as well. */
  readonly debug?: boolean;
  readonly logStream: string;
  readonly folder: string;
  /** A folder the process may call its home. */
  readonly home: string;
}

/**
 * The environment of a process: what Lambda sets, the function's own, and of the gateway's environment
 * nothing but PATH (and `LOG_LEVEL` where it is DEBUG). The names that Lambda reserves cannot be set by the function.
 */
export function variables(fn: LambdaFunction, around: Surroundings): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: around.home,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...(around.endpoint === undefined ? {} : { AWS_ENDPOINT_URL: around.endpoint }),
    ...fn.environment,
    ...(around.debug === true ? { LOG_LEVEL: 'DEBUG' } : {}),
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: around.region,
    AWS_DEFAULT_REGION: around.region,
    AWS_ACCOUNT_ID: around.accountId,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: around.logStream,
    LAMBDA_TASK_ROOT: around.folder,
    _HANDLER: fn.handler,
  };
}
