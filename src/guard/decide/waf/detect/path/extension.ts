import type { Finding } from '../finding.ts';

// What servers have lying about and should not hand out: backups, dumps, logs, settings, keys.
const restricted = new Set(
  (
    'bak backup bk old orig original save sav swp swo swn tmp temp copy dist~ sql sqlite sqlite3 db db3 mdb accdb dump dmp rdb ' +
    'log logs ini conf config cfg cnf inf properties env htaccess htpasswd htgroup key pem ppk p12 pfx jks keystore kdb kdbx ' +
    'asa asax axd backup~ cer csr der inc lnk pwd passwd licx resources resx vbproj csproj vb webinfo xsd xsx sys rdp pol printer ' +
    'idq idc ida bat cmd dll dat dbf git svn tfstate tfvars ovpn'
  ).split(' '),
);

/**
 * Finds, in a path of a URI or a file name, an extension that a server should not hand out: `.bak`, `.sql`, `.conf`.
 *
 * Only the last segment counts, up to a query, a fragment or a path parameter; a tilde at its end is a backup too.
 */
export function restrictedExtension(text: string): Finding | null {
  let end = text.length;
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 63 || c === 35 || c === 59 || c === 0) end = i;
  }
  if (end === 0 || text.charCodeAt(end - 1) === 47) return null;
  const slash = Math.max(text.lastIndexOf('/', end - 1), text.lastIndexOf('\\', end - 1));
  if (text.charCodeAt(end - 1) === 126 && text.lastIndexOf('.', end - 1) > slash)
    return found('~', end - 1, end);
  const dot = text.lastIndexOf('.', end - 1);
  if (dot <= slash || end - dot > 12 || end - dot < 3) return null;
  // Prose ends with a word behind a dot, too; a file name has no blanks.
  if (text.indexOf(' ', slash + 1) >= 0) return null;
  const extension = text.slice(dot + 1, end).toLowerCase();
  // `org/project.git` is how a repository is addressed; `.git` is one that lies open.
  if (dot > slash + 1 && (extension === 'git' || extension === 'svn')) return null;
  return restricted.has(extension) ? found(`.${extension}`, dot, end) : null;
}

const found = (what: string, from: number, to: number): Finding => ({
  family: 'path',
  score: 60,
  context: 'name of a file',
  what: `extension ${what}`,
  from,
  to,
});
