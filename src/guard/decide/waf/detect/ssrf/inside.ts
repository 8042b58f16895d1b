import type { Host } from './host.ts';
import type { Target } from './url.ts';

/** What stores, schedulers and frameworks answer to whoever is on their machine, whatever the port. */
const inner =
  /^\/(?:_cat\/|cgi-bin\/|_cluster\/|_nodes|_all_dbs|_utils|v1\/(?:kv|agent|catalog)\/|v[23]\/keys|containers\/|images\/json|actuator\/(?:env|heapdump|beans|mappings|gateway|jolokia|threaddump)|jolokia|api\/v1\/(?:pods|secrets|namespaces)|server-status|manager\/html|nginx_status|api\/tunnels)/i;

/**
 * What nobody but an administrator does; and his pages, where a number stands for this machine and no developer
 * listens.
 */
export const asksInside = ({ rest, port }: Target, { reach, address }: Host): boolean =>
  inner.test(rest) ||
  (!developed.has(port) &&
    (acting.test(rest) || (reach === 'loopback' && address && administration.test(rest))));
const administration = /^\/(?:admin|manager|phpmyadmin|console)\/?$/i;
const acting = /^\/admin\/(?:users?\/)?(?:delete|remove|create|add|promote)\b/i;
const developed = new Set([
  1313, 1337, 3000, 3001, 3002, 3003, 4000, 4173, 4200, 5000, 5001, 5173, 5174, 7071, 8000, 8001, 8787, 9292,
]);

/** Ports that no website is developed on. */
export const services = new Set([
  21, 22, 23, 25, 53, 110, 111, 143, 389, 445, 873, 1433, 1521, 2049, 2375, 2379, 3306, 3389, 5432, 5900,
  6379, 10250, 10255, 11211, 27017, 9000,
]);
