import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginx } from './nginx.ts';
import { freePort, pinned } from './processes.ts';
import type { Contender } from './rounds.ts';

/** What Debian ships for nginx (`libnginx-mod-http-modsecurity`), with its comments. */
const shipped = '/etc/nginx/modsecurity.conf';
/** What it loads the rules with, for Apache: nginx knows no `IncludeOptional`. */
const rules = `
Include /etc/modsecurity/crs/crs-setup.conf
Include /etc/modsecurity/crs/REQUEST-900-EXCLUSION-RULES-BEFORE-CRS.conf
Include /usr/share/modsecurity-crs/rules/*.conf
Include /etc/modsecurity/crs/RESPONSE-999-EXCLUSION-RULES-AFTER-CRS.conf
`;

/**
 * nginx with ModSecurity and the OWASP Core Rule Set in front of an upstream. Its configuration is the distribution's,
 * with limits, audit log and paranoia level as they come, but for three words: it blocks (`SecRuleEngine On`, as ours
 * does), and its audit log and its map of characters are files that it finds.
 */
export const modsecurity = (core: string, folder: string, upstreamPort: number): Contender => ({
  name: 'nginx + ModSecurity + CRS',
  async start() {
    const port = await freePort();
    const file = join(folder, `modsecurity-${port}.conf`);
    const settings = readFileSync(shipped, 'utf8')
      .replace(/^SecRuleEngine .*$/m, 'SecRuleEngine On')
      .replace(/^SecAuditLog .*$/m, `SecAuditLog ${join(folder, 'audit.log')}`)
      .replace(/^SecUnicodeMapFile /m, 'SecUnicodeMapFile /etc/nginx/');
    writeFileSync(file, settings + rules);
    const http = `
      access_log off;
      modsecurity on; modsecurity_rules_file ${file};
      upstream up { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000000; }
      server { listen 127.0.0.1:${port}; keepalive_requests 1000000000; client_max_body_size 10m; client_body_buffer_size 1m;
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;
    const module = 'load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;';
    return pinned(core, port, nginx(folder, `waf-${port}`, http, module));
  },
});
