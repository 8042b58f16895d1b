import { Beginnings } from '../beginnings.ts';
import { restrictedExtension } from '../path/extension.ts';
import { worthOfName } from '../path/sensitive.ts';

/** What a path asks for. */
export interface Probe {
  readonly what: string;
  /** Something that its owner administers a server with, and may well want to reach. */
  readonly console: boolean;
}

// In small letters; one with a slash at its end takes what is below.
const consoles = new Beginnings(
  (
    '/server-status /server-info /solr/admin /manager/html /manager/text /host-manager/html /phpmyadmin /pma/ /myadmin/ ' +
    '/dbadmin/ /sqladmin/ /mysqladmin/ /adminer /jmx-console /web-console/ /telescope/requests /_profiler/ /debug/pprof/ ' +
    '/druid/index.html /geoserver/web/ /tmui/login.jsp /actuator/beans /actuator/mappings /actuator/httptrace ' +
    '/actuator/threaddump /actuator/configprops /actuator/logfile /actuator/loggers /nacos/v1/ /console/login/loginform.jsp ' +
    '/phpunit/ /elmah.axd /trace.axd'
  ).split(' '),
);
// Where something lies that only whoever looks for what was forgotten asks for.
const beginnings = new Beginnings(
  (
    '/actuator/env /actuator/heapdump /actuator/gateway/ /actuator/jolokia /actuator/shutdown /cgi-bin/luci ' +
    '/cgi-bin/authlogin.cgi /cgi-bin/viewlog.asp /cgi-bin/nobody /cgi-bin/php /cgi-bin/test-cgi /cgi-bin/printenv /boaform/ ' +
    '/hnap1 /_ignition/ /gponform/ /tmunblock.cgi /autodiscover/autodiscover.json /invoker/jmxinvokerservlet ' +
    '/invoker/ejbinvokerservlet /wls-wsat/ /_async/asyncresponseservice /remote/fgt_lang /dana-na/ /vpns/ /setup.cgi /shell?cd ' +
    '/device.rsp /currentsetting.htm /vendor/phpunit/ /lib/phpunit/ /.git/ /.svn/ /.hg/ /.bzr/ /cvs/entries /.aws/ /.ssh/ ' +
    '/.kube/ /.docker/ /.idea/ /.vscode/ /nmaplowercheck /nice%20ports /nice ports /evox/about /mgmt/tm/util/bash /ws_ftp.ini /sftp-config.json ' +
    '/.s3cfg /heapdump /config/database.yml /config/master.key'
  ).split(' '),
);
// The last segment, wherever it stands.
const names: ReadonlySet<string> = new Set(
  (
    'phpinfo.php info.php pinfo.php php_info.php eval-stdin.php shell.php cmd.php c99.php r57.php wso.php b374k.php ' +
    'alfa.php webshell.php composer.lock .npmrc .env .env~ .ds_store ' +
    'sftp-config.json credentials.json secrets.json id_rsa id_dsa id_ed25519 id_rsa.pub server.key private.key privatekey.key ' +
    'dump.rdb database.sql dump.sql backup.sql db.sql mysql.sql users.sql site.sql wp-config.php~ config.php.bak web.config ' +
    'local.settings.json terraform.tfstate terraform.tfvars docker-compose.override.yml .htpasswd .htaccess .bash_history'
  ).split(' '),
);
const archive =
  /^(?:backup|backups|www|wwwroot|site|web|html|public_html|htdocs|db|database|dump|sql|old|bak|archive|source|src|release)(?:[-_.]?\d{1,8})?\.(?:zip|rar|7z|tar|tgz|gz|bz2|tar\.gz|tar\.bz2|sql\.gz|sql\.zip)$/;
// The source of a program, or its settings, under the name an editor or a careful hand gave a copy of it.
const copies =
  /\.(?:php\d?|phtml|aspx?|jsp|config|conf|cfg|ini|ya?ml|xml|py|rb|pl|env|inc|sql)(?:~|\.(?:bak|old|orig|save|swp|backup|copy|tmp|\d))$/;
const keys = new Set([
  '.env',
  '.key',
  '.pem',
  '.p12',
  '.pfx',
  '.jks',
  '.tfstate',
  '.tfvars',
  '.sql',
  '.rdb',
  '.bak',
  '.swp',
]);

// `/CredentialLists/42/Credentials.json`: a resource in a format; the files have small letters.
const asked = /\/[A-Z][a-z]+\.json$/;

/**
 * What a path asks for that scanners look for and nobody links to; null when it is nothing of the kind. `path` is
 * decoded, as the server would see it.
 */
export function probeOf(path: string): Probe | null {
  if (path.length < 3 || path.length > 1024) return null;
  const lower = path.toLowerCase();
  const lying = below(lower, beginnings) || (asked.test(path) ? '' : fileOf(lower));
  if (lying !== '') return { what: lying, console: false };
  const console = below(lower, consoles);
  return console === '' ? null : { what: console, console: true };
}

function below(path: string, list: Beginnings): string {
  for (const beginning of list.at(path, 0))
    if (path.startsWith(beginning) && ends(path, beginning)) return beginning;
  return '';
}

function fileOf(path: string): string {
  const at = path.lastIndexOf('/');
  const name = path.slice(at + 1);
  if (names.has(name) || name.startsWith('.env.') || copies.test(name)) return name;
  if (/^appsettings\.\w+\.json$/.test(name)) return name;
  if (at <= 1 && archive.test(name)) return name;
  if (worthOfName(path.slice(1)) === 2) return name;
  const extension = at === 0 ? restrictedExtension(path) : null;
  return extension !== null && keys.has(extension.what.slice('extension '.length)) ? name : '';
}

/** `/server-status` is one; `/server-status-page` is none. */
function ends(path: string, beginning: string): boolean {
  if (beginning.endsWith('/') || path.length === beginning.length) return true;
  const c = path[beginning.length]!;
  return !/[a-z_-]/.test(c) || beginning === '/nmaplowercheck';
}
