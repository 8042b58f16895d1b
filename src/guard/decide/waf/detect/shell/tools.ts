// Programs that do nothing without a subcommand, and those with which they do harm or tell something.
const table: Readonly<Record<string, string>> = {
  kubectl:
    'get exec delete apply describe logs run cp config create edit patch proxy port-forward auth cluster-info top',
  docker:
    'ps run exec images rm rmi inspect info kill stop cp build pull version container image volume network login save',
  podman: 'ps run exec images rm rmi inspect info kill stop cp build pull',
  crictl: 'ps exec images inspect logs pods',
  helm: 'list install upgrade get uninstall template',
  git: 'clone config log status show push pull diff init remote fetch checkout reset ls-files rev-parse stash grep',
  svn: 'checkout co export info log list',
  aws: 's3 s3api sts iam ec2 configure lambda ssm secretsmanager kms dynamodb rds ecs eks logs',
  gcloud: 'auth config compute projects container secrets iam storage',
  az: 'login account vm keyvault storage ad group',
  terraform: 'init apply state destroy plan output show',
  vault: 'read kv token login list',
  etcdctl: 'get put del member',
  npm: 'install i exec run publish config ci start test',
  npx: '',
  yarn: 'add install run global',
  pip: 'install download list freeze config show',
  pip3: 'install download list freeze config show',
  gem: 'install list fetch',
  cargo: 'install run build',
  composer: 'install require global',
  apt: 'install update list remove purge show',
  'apt-get': 'install update remove purge download',
  yum: 'install update remove list',
  dnf: 'install update remove list',
  apk: 'add update del info',
  brew: 'install list',
  dpkg: '',
  rpm: '',
  snap: 'install list',
  go: 'run build env get install version',
  make: '',
  cmake: '',
  gcc: '',
  cc: '',
  'g++': '',
  javac: '',
  java: '',
  journalctl: '',
  launchctl: 'list load unload start print',
  loginctl: 'list-sessions list-users',
  timedatectl: 'status',
  hostnamectl: 'status set-hostname',
  nmcli: 'device dev connection con',
  firewalld: '',
  vagrant: 'ssh up destroy',
  ansible: '',
  gh: 'auth repo api secret',
  man: '',
  hash: '',
  perf: '',
  mosh: '',
  pidstat: '',
};

const tools = new Map(Object.entries(table).map(([name, subs]) => [name, new Set(subs.split(' '))]));

/** Their names, in small letters. */
export const toolNames: readonly string[] = [...tools.keys()];

/** True for a subcommand of the tool of that name. */
export const isSubcommand = (tool: string, word: string): boolean =>
  word !== '' && tools.get(tool)!.has(word);
