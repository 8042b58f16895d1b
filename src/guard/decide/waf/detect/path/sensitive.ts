import { Beginnings } from '../beginnings.ts';

/** How much a file is worth to whoever reads it: 2 to an attacker alone, 1 to developers as well. */
export type Worth = 0 | 1 | 2;

// Below the root: a trailing slash takes all that is below. In small letters.
const strongPaths = [
  'etc/passwd',
  'etc/shadow',
  'etc/gshadow',
  'etc/group',
  'etc/sudoers',
  'etc/master.passwd',
  'etc/security/',
  'etc/ssh/',
  'etc/issue',
  'etc/crontab',
  'etc/motd',
  'etc/fstab',
  'etc/inetd.conf',
  'etc/mtab',
  'etc/kubernetes/',
  'etc/mysql/',
  'etc/my.cnf',
  'etc/redis',
  'etc/httpd/',
  'etc/apache2/',
  'etc/php',
  'etc/openvpn/',
  'etc/wireguard/',
  'etc/krb5.keytab',
  'etc/exports',
  'etc/ldap',
  'etc/samba/',
  'etc/proftpd',
  'etc/vsftpd',
  'etc/pam.d/',
  'etc/shells',
  'etc/rc.local',
  'etc/machine-id',
  'etc/cron.d/',
  'etc/init.d/',
  'etc/sysctl.conf',
  'proc/self/',
  'proc/version',
  'proc/cmdline',
  'proc/net/',
  'proc/mounts',
  'proc/sched_debug',
  'proc/thread-self/',
  'proc/config.gz',
  'var/run/secrets/',
  'run/secrets/',
  'var/lib/mlocate',
  'var/lib/mysql/',
  'var/spool/cron',
  'var/mail/',
  'var/www/html/wp-config.php',
  'root/.',
  'usr/local/apache',
  'opt/lampp/',
  'boot.ini',
  'windows/win.ini',
  'winnt/win.ini',
  'windows/system.ini',
  'winnt/system.ini',
  'autoexec.bat',
  'windows/repair/',
  'winnt/repair/',
  'windows/system32/config/',
  'windows/system32/drivers/etc/',
  'windows/system32/inetsrv/',
  'windows/system32/cmd.exe',
  'winnt/system32/',
  'windows/panther/',
  'windows/php.ini',
  'windows/debug/',
  'windows/iis',
  'inetpub/',
  'xampp/',
  'wamp/',
  'sysprep',
  'unattend.xml',
  'pagefile.sys',
  'ntldr',
  'web-inf/',
  'meta-inf/',
  'windows/explorer.exe',
  'windows/notepad.exe',
  'private/etc/passwd',
  'private/etc/master.passwd',
  'system/library/',
  'data/data/',
  'flag',
  'flag.txt',
];
const weakPaths = ['etc/', 'var/log/', 'var/www/', 'windows/system32/', 'var/lib/', 'usr/local/etc/'];
const strong = new Beginnings(strongPaths);
const weak = new Beginnings(weakPaths);
// The log of a program that is nobody's but the application's: nothing a caller could write to under a name he knows.
const ownLog = /^var\/log\/(?:my-?)?(?:apps?|services?|jobs?|workers?|projects?)\/[\w.-]+\.(?:log|txt|json)$/;
/**
 * The folder of a service, or one of a site whose name is that of no file: where something is installed, mounted or
 * backed up.
 */
const serviceFolder =
  /^var\/lib\/[a-z][\w-]*(?:\/(?:data|main|volumes|storage|overlay2|db|\d{1,2}(?:\/main|\/data)?))?\/?$/;
const siteFile =
  /config|settings|secret|credential|passw|\.(?:php\d?|phtml|inc|[sp]?html?|key|pem|env|git|svn|sql|db|log|conf|ini|bak|old|txt|sh|py|rb|pl|js|json|xml|ya?ml|zip|t?gz|tar|cgi|jsp|aspx?)$|^\.|\.\w$/;
// Folders that stages, groups and trees are named after as well: only what is below them in a machine.
const alike =
  /^(?:root\/(?:[^/]+\/)*[^/]*\.\w|dev\/(?:tcp|udp|null|zero|u?random|u?mem|kmem|sd[a-z]|fd|shm|std(?:in|out|err)|tty|pts|disk|mapper|hd[a-z]|loop)\b|sys\/(?:class|kernel|devices|firmware|fs|module|block|bus|power)\b|proc\/(?:\d|cpuinfo|meminfo|filesystems|modules|stat|uptime|loadavg|partitions|swaps|devices|sys\/|kallsyms|kmsg|kcore|keys|scsi|tty|key-users|interrupts|iomem|ioports|locks|misc|vmstat|zoneinfo|crypto|diskstats|1|acpi|bus|driver|fs|irq))/;

// The last one or two segments of a path, wherever it begins.
const names: Readonly<Record<string, Worth>> = {
  '.env': 2,
  '.env.local': 2,
  '.env.production': 2,
  '.env.development': 2,
  '.env.backup': 2,
  '.env.prod': 2,
  '.env.dev': 2,
  '.env.staging': 2,
  '.env.production.local': 2,
  '.env.development.local': 2,
  '.git/config': 2,
  '.git/head': 2,
  '.git/index': 2,
  '.git/logs/head': 2,
  '.gitconfig': 1,
  '.git-credentials': 2,
  '.svn/entries': 2,
  '.svn/wc.db': 2,
  '.hg/hgrc': 2,
  '.htaccess': 2,
  '.htpasswd': 2,
  '.ds_store': 2,
  '.npmrc': 1,
  '.pypirc': 1,
  '.netrc': 2,
  '.pgpass': 2,
  '.my.cnf': 2,
  '.bash_history': 2,
  '.zsh_history': 2,
  '.mysql_history': 2,
  '.bashrc': 1,
  '.profile': 1,
  '.dockerenv': 2,
  '.docker/config.json': 2,
  '.kube/config': 2,
  '.aws/credentials': 2,
  '.aws/config': 2,
  'application_default_credentials.json': 2,
  'gcloud/credentials.db': 2,
  '.azure/accesstokens.json': 2,
  '.azure/azureprofile.json': 2,
  '.azure/msal_token_cache.json': 2,
  '.oci/config': 2,
  'gh/hosts.yml': 2,
  '.ssh/id_rsa': 2,
  '.ssh/id_dsa': 2,
  '.ssh/id_ed25519': 2,
  '.ssh/id_ecdsa': 2,
  '.ssh/authorized_keys': 2,
  '.ssh/known_hosts': 2,
  '.ssh/config': 1,
  id_rsa: 1,
  'web.config': 2,
  'wp-config.php': 2,
  'wp-config.php.bak': 2,
  'boot.ini': 2,
  'win.ini': 2,
  'web-inf/web.xml': 2,
  'meta-inf/manifest.mf': 2,
  'meta-inf/context.xml': 2,
  'config/sam': 2,
  'config/system': 1,
  'config/database.yml': 1,
  'config/secrets.yml': 2,
  'secrets.yml': 1,
  'secrets.json': 1,
  'credentials.json': 1,
  'config/master.key': 2,
  'config/credentials.yml.enc': 2,
  'logs/laravel.log': 2,
  'global.asa': 2,
  'global.asax': 1,
  'php.ini': 1,
  'httpd.conf': 1,
  'configuration.php': 1,
  'config.inc.php': 2,
  'settings.php': 1,
  'localsettings.php': 2,
  'applicationhost.config': 2,
  'machine.config': 2,
  'etc/passwd': 2,
  'etc/shadow': 2,
  'tomcat-users.xml': 2,
  '.vscode/sftp.json': 2,
  '.idea/workspace.xml': 1,
  'appsettings.json': 1,
  'appsettings.production.json': 2,
  'appsettings.staging.json': 2,
  'appsettings.local.json': 2,
  'appsettings.development.json': 1,
  'mgmt-users.properties': 2,
  'application-users.properties': 2,
  ssh_host_rsa_key: 2,
  ssh_host_ecdsa_key: 2,
  ssh_host_ed25519_key: 2,
  'docker-compose.yml': 0,
  'parameters.yml': 1,
  'self/environ': 2,
  'ntuser.dat': 2,
  'run/docker.sock': 1,
  '.vault-token': 2,
  '.terraform/terraform.tfstate': 2,
  'terraform.tfstate': 1,
  'psreadline/consolehost_history.txt': 2,
  '.viminfo': 2,
  '.rhosts': 2,
  '.subversion/servers': 1,
};
const table = new Map(Object.entries(names));
// By the last two characters of a name, which most files do not share with any.
const endings = new Uint8Array(128 * 128);
const backups = ['bak', 'old', 'orig', 'save', 'swp', 'backup'];
const backup = new RegExp(`(?:~|\\.(?:${backups.join('|')}))$`);
for (const name of [...table.keys(), ...backups]) endings[endingOf(name)] = 1;
for (let c = 0; c < 128; c++) endings[endingOf(`${String.fromCharCode(c)}~`)] = 1;
// Names that go on: `etc/php8`, `sysprep.inf`.
const prefixes = new Set(['etc/php', 'etc/redis', 'windows/iis', 'sysprep']);
const hidden = /^(?:home|users)\/[^/]+\/\.(?:ssh|aws|gnupg|kube|docker|bash_|zsh_|env|netrc|git|mysql_)/;

// The first two characters of what is worth anything by how it begins.
const begun = new Uint8Array(128 * 128);
for (const path of [
  ...strongPaths,
  ...weakPaths,
  'proc',
  'home',
  'users',
  'root',
  'dev',
  'sys',
  'web',
  'meta',
])
  begun[pairAt(path, 0)] = 1;

/**
 * False for a token of a text, without `%2` and null characters, that names nothing of worth whatever is made of its
 * slashes: by how it begins and how it ends.
 */
export function mayBeWorth(text: string, from: number, to: number): boolean {
  let end = to;
  while (end > from && isTrailing(text.charCodeAt(end - 1))) end--;
  const last = pairAt(text, end - 2);
  let at = text.charCodeAt(from + 1) === 58 ? from + 2 : from;
  if (text.charCodeAt(at) === 126) at++;
  while (isLeading(text.charCodeAt(at))) at++;
  const first = pairAt(text, at);
  return last < 0 || first < 0 || endings[last] === 1 || begun[first] === 1;
}

/** What ends a sentence, and is no part of the name before it. */
export const isTrailing = (c: number): boolean =>
  c === 46 || c === 44 || c === 58 || c === 59 || c === 33 || c === 63;

const isLeading = (c: number): boolean => c === 46 || c === 47 || c === 92;

/**
 * What a file below the root of a machine is worth; `path` in small letters, with single forward slashes, and
 * without the first slash or drive.
 */
export function worthBelowRoot(path: string, drive = false): Worth {
  const first = path.charCodeAt(0);
  const fifth = path.charCodeAt(4);
  for (const known of strong.at(path, 0)) {
    if ((known.length > 4 && known.charCodeAt(4) !== fifth) || !path.startsWith(known)) continue;
    const c = path.charCodeAt(known.length);
    if (known.endsWith('/') || known.endsWith('.') || path.length === known.length || !isNameLetter(c))
      return 2;
    if (prefixes.has(known)) return 2;
  }
  // `/proc/1/environ`, `/home/x/.ssh/id_rsa`
  if (first === 112 && /^proc\/\d+\/./.test(path)) return 2;
  if ((first === 104 || first === 117) && hidden.test(path)) return 2;
  const named = worthOfName(path);
  if (named > 0 || drive) return named;
  for (const known of weak.at(path, 0))
    if (path.startsWith(known) && path.length > known.length && !ownLog.test(path) && !isFolder(path))
      return 1;
  return (first === 114 || first === 100 || first === 115 || first === 112) && alike.test(path) ? 1 : 0;
}

/** True for a folder below `/var/www` or `/var/lib` as people name it: whoever opens it as a file gets nothing. */
function isFolder(path: string): boolean {
  if (!path.startsWith('var/www/')) return serviceFolder.test(path);
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return !siteFile.test(path.slice(path.lastIndexOf('/', end - 1) + 1, end));
}

/** What the last one, two or three segments of a path are worth; in small letters, with forward slashes. */
export function worthOfName(path: string): Worth {
  if (path.charCodeAt(0) === 119 || path.charCodeAt(0) === 109) {
    if (path.startsWith('web-inf/') || path.startsWith('meta-inf/')) return 2;
  }
  if (endings[endingOf(path)] !== 1) return 0;
  let at = path.length;
  let most: Worth = 0;
  for (let n = 0; n < 3 && at > 0; n++) {
    at = path.lastIndexOf('/', at - 1);
    const name = at < 0 ? path : path.slice(at + 1);
    const worth = table.get(name) ?? (n === 0 ? worthOfBackup(name) : undefined);
    if (worth !== undefined && worth > most) most = worth;
    if (at < 0) break;
  }
  return most;
}

/** `.env.bak`, `wp-config.php~`: what editors and people leave beside a file that is worth something. */
function worthOfBackup(name: string): Worth {
  const file = name.replace(backup, '');
  return file !== name && table.get(file) === 2 ? 2 : 0;
}

const isNameLetter = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 95 || c === 45;

/** The last two characters as one number, -1 where one of them is not ASCII. */
function endingOf(name: string): number {
  return pairAt(name, name.length - 2);
}

/** Two characters as one number, capitals as small letters; -1 where one of them is not ASCII. */
function pairAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  const d = text.charCodeAt(at + 1);
  return c < 128 && d < 128 ? (small(c) << 7) | small(d) : -1;
}

function small(c: number): number {
  return c >= 65 && c <= 90 ? c | 32 : c;
}
