import { type Judged, judged } from '../text/judged.ts';
import { isGadget } from './gadgets.ts';

const address = /jdbc:([a-z0-9]{1,16})[:@][^\s"'<>]{0,40}/g;
const longest = 2_048;
const mostAddresses = 64;

/** By driver: properties that make objects, run code, look names up or read files on the side that connects. */
const properties: Readonly<Record<string, RegExp>> = {
  h2: /;\s?INIT\s?=[^"\n]{0,400}?(?:RUNSCRIPT\s{1,4}FROM\s{1,4}['"](?:https?:|ftp:|\\\\|\/\/)|CREATE\s{1,4}(?:OR\s{1,4}REPLACE\s{1,4})?(?:FORCE\s{1,4})?(?:ALIAS|TRIGGER)\b)/i,
  mysql:
    /[?&(,]\s?(?:autoDeserialize\s?=\s?(?:true|yes)|allowUrlInLocalInfile\s?=\s?(?:true|yes)|(?:query|statement)Interceptors?\s?=[^&\s]{0,120}ServerStatusDiffInterceptor)/i,
  postgresql:
    /[?&]\s?(?:(?:socketFactory|sslfactory|sslhostnameverifier|sslpasswordcallback|authenticationPluginClassName)=(?:org\.springframework\.|java\.|javax\.|org\.apache\.)|(?:socketFactory|sslfactory)Arg=(?:https?|ftp|file|jar):|loggerFile=[^&\s]{1,200}\.(?:jspx?|php|war|sh)\b)/i,
  db2: /JNDIName\s?=\s?(?:ldaps?|rmi|iiop|dns|corbaname):/i,
  derby: /;\s?(?:startSlave\s?=\s?true|slaveHost\s?=)/i,
  sqlite: /^jdbc:sqlite::resource:(?:https?|ftp|jar):/i,
  teradata:
    /BROWSER\s?=\s?['"]?\s?(?:(?:\/\w{1,16}){0,4}\/)?(?:ba|z|da)?sh\b|BROWSER\s?=\s?['"]?\s?(?:cmd|powershell)/i,
};
const aliases: Readonly<Record<string, string>> = {
  mariadb: 'mysql',
  pgsql: 'postgresql',
  redshift: 'postgresql',
};

/** The same properties as keys of JSON, where a connection is told in parts. */
const asKeys =
  /"(?:(?:autoDeserialize|allowUrlInLocalInfile)"\s{0,4}:\s{0,4}"?(?:true|yes)|(?:query|statement)Interceptors?"\s{0,4}:\s{0,4}"[^"\n]{0,120}ServerStatusDiffInterceptor|(?:socketFactory|sslfactory|sslhostnameverifier|authenticationPluginClassName)"\s{0,4}:\s{0,4}"(?:org\.springframework\.|java\.|javax\.|org\.apache\.))/i;
// By what begins seldom.
const keys = [
  'Deserialize"',
  'LocalInfile"',
  'Interceptor',
  'Factory"',
  'factory"',
  'verifier"',
  'PluginClassName"',
];

/** Such a property of a connection, as a key of JSON. */
export function property(text: string): (Judged & { from: number; to: number }) | null {
  if (!keys.some((key) => text.includes(key))) return null;
  const found = asKeys.exec(text.slice(0, 16_384));
  return found === null
    ? null
    : { ...judged(76, 'a property of a connection'), from: found.index, to: found.index + found[0].length };
}

/** The address of a database by which a caller has the driver that opens it run something. */
export function jdbc(text: string): (Judged & { from: number; to: number }) | null {
  address.lastIndex = 0;
  for (let tried = 0; tried < mostAddresses; tried++) {
    const found = address.exec(text);
    if (found === null) return null;
    const near = text.slice(found.index, found.index + longest);
    const driver = found[1]!;
    const known = properties[aliases[driver] ?? driver];
    const hit = known?.exec(near) ?? named(near);
    if (hit === null) continue;
    return {
      ...judged(82, `a property of ${driver}`),
      from: found.index,
      to: found.index + hit.index + hit[0].length,
    };
  }
  return null;
}

const ofClass = /[?&;,]\s?\w{1,40}\s?=\s?([\w$]{1,40}(?:\.[\w$]{1,60}){2,10})/g;

/** A property of any driver whose value is a class that does harm when it is made. */
function named(near: string): RegExpExecArray | null {
  ofClass.lastIndex = 0;
  for (let found = ofClass.exec(near), n = 0; found !== null && n < 16; found = ofClass.exec(near), n++)
    if (isGadget(found[1]!)) return found;
  return null;
}
