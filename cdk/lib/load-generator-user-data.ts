import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserData } from 'aws-cdk-lib/aws-ec2';

/** Where the instance keeps its scenarios and the command `greeter-load`. */
const home = '/opt/greeter-load';
/** What artillery prints ends here, and the CloudWatch agent ships it. */
const logFile = '/var/log/greeter-load.log';

/** Makes an Amazon Linux 2023 instance a load generator: Node, artillery, the scenarios, and the agent that ships its log. */
export function loadGeneratorUserData(logGroupName: string): UserData {
  const data = UserData.forLinux();
  data.addCommands(
    'set -euxo pipefail',
    'dnf install -y nodejs24 nodejs24-npm amazon-cloudwatch-agent',
    'alternatives --set node /usr/bin/node-24',
    `mkdir -p ${home}`,
    `touch ${logFile}`,
    `chmod 666 ${logFile}`,
    ...file('/opt/aws/amazon-cloudwatch-agent/etc/greeter-load.json', agentSettings(logGroupName)),
    '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl' +
      ' -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/greeter-load.json',
    ...file(`${home}/steady.yml`, scenario('steady')),
    ...file(`${home}/quick.yml`, scenario('quick')),
    ...file('/usr/local/bin/greeter-load', command),
    'chmod 755 /usr/local/bin/greeter-load',
    `PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --global --no-audit --no-fund artillery@${artilleryVersion()}`,
  );
  return data;
}

const command = `#!/bin/bash
# greeter-load <URL> [steady|quick]
set -euo pipefail
export TARGET="\${1:?a URL is missing: greeter-load URL [steady|quick]}" ARTILLERY_DISABLE_TELEMETRY=true
artillery run "${home}/\${2:-steady}.yml" 2>&1 | tee -a ${logFile}
`;

function agentSettings(logGroupName: string): string {
  const collected = { file_path: logFile, log_group_name: logGroupName, log_stream_name: '{instance_id}' };
  return `${JSON.stringify({ logs: { logs_collected: { files: { collect_list: [collected] } } } }, null, 2)}\n`;
}

/** Quoted, so that the shell leaves what is between the marks as it is. */
function file(path: string, text: string): string[] {
  return [`cat > ${path} <<'END_OF_FILE'\n${text}END_OF_FILE`];
}

const loadgen = join(import.meta.dirname, '..', '..', 'loadgen');

/** The very scenarios that `loadgen/` runs on this machine. */
function scenario(name: 'steady' | 'quick'): string {
  return readFileSync(join(loadgen, 'scenarios', `${name}.yml`), 'utf8');
}

function artilleryVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(loadgen, 'package.json'), 'utf8')) as {
    dependencies: { artillery: string };
  };
  return dependencies.artillery;
}
