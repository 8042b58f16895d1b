import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patienceMs } from '../../waiting.ts';

/** What a command of the AWS CLI printed: JSON, or null where it printed nothing. */
export interface AwsSaid {
  readonly out: unknown;
  readonly err: string;
  readonly code: number;
}

// As Debian packages it; without it these tests fail.
const CLI = '/usr/bin/aws';
const run = promisify(execFile);
const env = {
  PATH: '/usr/bin:/bin',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};

/** Runs `aws --endpoint-url …` with the rest of its words. */
export async function aws(endpoint: string, words: readonly string[]): Promise<AwsSaid> {
  try {
    const { stdout, stderr } = await run(CLI, ['--endpoint-url', endpoint, ...words], {
      env,
      timeout: patienceMs,
    });
    return { out: stdout === '' ? null : JSON.parse(stdout), err: stderr, code: 0 };
  } catch (fault) {
    const { stderr, code } = fault as { stderr: string; code: number };
    return { out: null, err: stderr, code };
  }
}
