// node run.ts steady|quick [--allow-remote] [options of `artillery run`]
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runShipped } from './shipped.ts';
import { chooseTarget, TargetError } from './target.ts';

const here = import.meta.dirname;
const [scenario = '', ...rest] = process.argv.slice(2);
const artillery = join(here, 'node_modules', '.bin', 'artillery');
const { TARGET, ENDPOINT = 'http://127.0.0.1:4566', DATA_PLANE = 'http://127.0.0.1:8080' } = process.env;

try {
  if (scenario !== 'steady' && scenario !== 'quick')
    throw new TargetError('name a scenario: steady or quick');
  const allowRemote = rest.includes('--allow-remote');
  const target = await chooseTarget({ url: TARGET, allowRemote, endpoint: ENDPOINT, dataPlane: DATA_PLANE });
  if (!existsSync(artillery))
    throw new TargetError('artillery is not installed here: npm ci --prefix loadgen');
  const file = join(here, 'logs', `${scenario}.log`);
  const options = rest.filter((option) => option !== '--allow-remote');
  console.log(`${scenario} load on ${target}; the log is added to ${file}`);
  process.exitCode = await runShipped(
    [artillery, 'run', join(here, 'scenarios', `${scenario}.yml`), ...options],
    file,
    { TARGET: target, ARTILLERY_DISABLE_TELEMETRY: 'true' },
  );
} catch (fault) {
  if (!(fault instanceof TargetError)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}
