import { holds } from '../inspect/inspect.ts';
import { awsRule } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';

// Where servers and programs keep what their administrators alone should reach: whole segments, in lower case.
const segments: ReadonlySet<string> = new Set(
  (
    'admin administrator administration admincp adminpanel admin-panel admin_area adminarea admin-console adminconsole ' +
    'adminer adminer.php sqlmanager mysqlmanager sqladmin mysqladmin mysql-admin phpmyadmin php-myadmin myadmin pma phppgadmin ' +
    'phpldapadmin ldapadmin websql webadmin webmin cpanel whm plesk directadmin dbadmin db-admin pgadmin pgadmin4 mongo-express ' +
    'redis-commander rockmongo phpredisadmin wp-admin wp-login.php typo3 user-admin siteadmin sysadmin superadmin ' +
    'server-status server-info server_status balancer-manager jk-status status-manager host-manager jmx-console web-console ' +
    'admin-api elmah.axd trace.axd web_shell adminhtml managementconsole controlpanel control-panel moderator backoffice'
  ).split(' '),
);
// What stands one below the other.
const runs: readonly string[] = [
  '/manager/html',
  '/manager/status',
  '/manager/text',
  '/console/login',
  '/solr/admin',
  '/_cluster/settings',
  '/_cat/indices',
  '/_nodes/stats',
  '/_utils/',
  '/jenkins/script',
  '/hudson/script',
  '/nacos/v1/',
  '/druid/index.html',
  '/actuator/',
];

/** True for a path, decoded once, that belongs to the administration of a server or a program. */
function isAdministration(path: string): boolean {
  const lower = path.toLowerCase();
  for (const segment of lower.split(/[/\\]/, 64)) {
    const semicolon = segment.indexOf(';');
    const name = (semicolon < 0 ? segment : segment.slice(0, semicolon)).replace(
      /\.(?:php|aspx?|jsp|cgi|html?)$/,
      '',
    );
    if (segments.has(name) || segments.has(segment)) return true;
    if (/^(?:phpmyadmin|pma|adminer)[-_]?\d/.test(name)) return true;
  }
  return runs.some((run) => lower.includes(run) && `${lower}/`.includes(run.endsWith('/') ? run : `${run}/`));
}

const rules = [
  awsRule({
    name: 'AdminProtection_URIPATH',
    fidelity: 'approximated',
    about:
      'Paths of the administration of a server or a program: `/phpmyadmin`, `/sqlmanager`, `/admin`, `/wp-admin`.',
    compile: (given) =>
      holds(given, {
        places: ['path'],
        asked: 'is a path of the administration of a server or a program',
        test: ({ text, where }) => where === 'path' && isAdministration(text),
      }),
  }),
];

/** Pages that administer a server. */
export const adminProtection: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesAdminProtectionRuleSet',
  description: 'Pages by which a server or a program is administered, for APIs that show none.',
  capacity: 100,
  labelNamespace: 'awswaf:managed:aws:admin-protection:',
  versions: versionsTo(1, 2),
  rules: () => rules,
});
