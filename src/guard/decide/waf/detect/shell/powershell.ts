const verbs = new Set([
  'invoke-expression',
  'invoke-webrequest',
  'invoke-restmethod',
  'invoke-command',
  'invoke-item',
  'invoke-wmimethod',
  'invoke-mimikatz',
  'get-content',
  'get-process',
  'get-childitem',
  'get-service',
  'get-wmiobject',
  'get-ciminstance',
  'get-localuser',
  'get-localgroup',
  'get-localgroupmember',
  'get-aduser',
  'get-adcomputer',
  'get-computerinfo',
  'get-hotfix',
  'get-itemproperty',
  'get-item',
  'get-acl',
  'get-credential',
  'get-eventlog',
  'get-netipaddress',
  'get-nettcpconnection',
  'get-host',
  'get-location',
  'get-variable',
  'get-psdrive',
  'get-date',
  'get-command',
  'start-process',
  'start-sleep',
  'start-job',
  'start-bitstransfer',
  'stop-process',
  'stop-service',
  'stop-computer',
  'restart-computer',
  'new-object',
  'new-item',
  'new-localuser',
  'new-service',
  'new-psdrive',
  'set-content',
  'set-item',
  'set-itemproperty',
  'set-executionpolicy',
  'set-mppreference',
  'set-variable',
  'set-alias',
  'add-type',
  'add-content',
  'add-mppreference',
  'add-localgroupmember',
  'remove-item',
  'copy-item',
  'move-item',
  'out-file',
  'out-string',
  'write-host',
  'write-output',
  'read-host',
  'select-string',
  'select-object',
  'where-object',
  'foreach-object',
  'sort-object',
  'convertto-securestring',
  'convertfrom-json',
  'test-connection',
  'test-netconnection',
  'resolve-dnsname',
  'import-module',
  'enter-pssession',
  'new-pssession',
  'register-scheduledtask',
  'expand-archive',
  'compress-archive',
  'clear-eventlog',
  'disable-netfirewallrule',
  'export-csv',
  'format-list',
  'format-table',
]);
const aliases = new Set([
  'iex',
  'iwr',
  'irm',
  'gci',
  'gwmi',
  'gcm',
  'saps',
  'spps',
  'gsv',
  'icm',
  'ipmo',
  'gc',
  'sal',
  'nal',
]);
const strong = new Set([
  'invoke-expression',
  'iex',
  'invoke-mimikatz',
  'set-mppreference',
  'add-mppreference',
  'start-bitstransfer',
]);
// Of every script, and of no use without another.
const mild = new Set([
  'where-object',
  'select-object',
  'sort-object',
  'foreach-object',
  'select-string',
  'format-list',
  'format-table',
  'out-string',
  'export-csv',
  'convertfrom-json',
  'import-module',
  'get-date',
  'get-command',
  'get-help',
  'write-host',
  'get-location',
  'get-variable',
]);
const types = [
  'system.',
  'net.',
  'reflection.',
  'convert]',
  'text.encoding',
  'io.file',
  'io.stream',
  'diagnostics.',
  'runtime.',
  'scriptblock',
  'activator',
  'appdomain',
  'ref]',
  'environment]',
  'microsoft.win32',
  'management.automation',
];
const methods = new Set([
  'downloadstring',
  'downloadfile',
  'downloaddata',
  'uploadstring',
  'uploadfile',
  'frombase64string',
  'invokescript',
]);

/** All cmdlets and aliases that are known, in small letters. */
export const cmdlets: readonly string[] = [...verbs, ...aliases];

const leading = new Set([...verbs].map((name) => name.slice(0, name.indexOf('-'))));

/** True for the first half of a cmdlet: `Get`, `Invoke`. */
export const isVerb = (word: string): boolean => leading.has(word.toLowerCase());

// A flag, a variable, an expression, an address or a drive.
const handed = /^.(?:[-$(*]|https?:|[a-z]:\\|[\w-]{1,40}(?:\.[\w-]{2,40})+(?:[/|;\s]|$))/i;

/** How far the cmdlet `name` (in small letters) is evidence where PowerShell would run it; 0 when it is none. */
export function cmdletEvidence(name: string, text: string, end: number): number {
  if (name.length < 2 || name.length > 26) return 0;
  const known = verbs.has(name);
  if (!known && !aliases.has(name)) return 0;
  const c = text.charCodeAt(end);
  const more = end < text.length && c !== 59 && c !== 124;
  if (c === 40) return strong.has(name) ? 84 : 50;
  // `irm`, `gci` and the others are only themselves when something that looks like PowerShell follows.
  if (!known) {
    const behind = text.slice(end, end + 80);
    // `sal x iex`: another name for what is looked for.
    if (name === 'sal' || name === 'nal')
      return /^ [\w-]{1,24} (?:iex|iwr|irm|icm|saps|invoke-\w{1,16}|start-process)\b/i.test(behind) ? 76 : 0;
    if (name === 'gc') return /^ (?:-|[a-z]:\\)/i.test(behind) ? 66 : 0;
    return more && (strong.has(name) || handed.test(behind)) ? 72 : 25;
  }
  if (strong.has(name)) return more ? 84 : 50;
  if (mild.has(name)) return 40;
  return more ? 66 : 56;
}

/** The cmdlet at `at`, where a variable is assigned what it gives: `$client = New-Object …`. */
export function assignedCmdlet(text: string, at: number, op: string) {
  const { name, end } = powershellWord(text, at);
  const score = cmdletEvidence(name, text, end);
  // `$x = Get-ChildItem` begins many a script; a new object, or anything behind a separator, few.
  const mild = op === '^' && score > 40 && score < 70 && name !== 'new-object' && !name.startsWith('invoke-');
  return { name, end, score: mild ? 40 : score };
}

/** A line that people keep: what is listed is sorted and picked from, or scripts are allowed to run that are signed. */
export function isPasted(name: string, text: string, end: number): boolean {
  const rest = text.slice(end, end + 240);
  if (name === 'set-executionpolicy') return /\bRemoteSigned\b|\bAllSigned\b/i.test(rest);
  return (
    name.startsWith('get-') &&
    /\|\s*(?:Where|Select|Sort|Measure|Format|Group)-Object\b/i.test(rest) &&
    !/\\Users\\|HKLM|\.ssh|\b(?:Invoke|Start|Out|Set|New)-\w/i.test(rest)
  );
}

/** `[System.Net.WebClient]::new()` and its like at `at`, where a bracket stands. */
export function typeEvidence(text: string, at: number): number {
  const near = text.slice(at + 1, at + 84);
  const close = near.indexOf(']::');
  if (close < 0) return 0;
  const inner = near.slice(0, close + 1).toLowerCase();
  for (const type of types) if (inner.startsWith(type)) return 72;
  return 0;
}

/** `.DownloadString(` and other methods nobody calls by chance; `at` is where the bracket opens. */
export function methodEvidence(text: string, at: number): number {
  let from = at;
  while (from > 0 && at - from < 20) {
    const c = text.charCodeAt(from - 1) | 32;
    if (!((c >= 97 && c <= 122) || (c >= 48 && c <= 57))) break;
    from--;
  }
  const before = text.charCodeAt(from - 1);
  if (at - from < 10 || (before !== 46 && before !== 58)) return 0;
  return methods.has(text.slice(from, at).toLowerCase()) ? 74 : 0;
}

/**
 * The word at `at` as PowerShell reads it: backticks inside it are gone, and so are the quotes and pluses of
 * `('ie'+'x')`. An empty string when no word of letters and dashes stands there.
 */
export function powershellWord(text: string, at: number): { name: string; end: number; broken: boolean } {
  let name = '';
  let broken = false;
  let ticks = 0;
  const limit = Math.min(text.length, at + 64);
  const quoted = text.charCodeAt(at) === 39 || text.charCodeAt(at) === 34;
  let end = at;
  for (; end < limit; end++) {
    const c = text.charCodeAt(end);
    const lower = c | 32;
    if ((lower >= 97 && lower <= 122) || c === 45) name += String.fromCharCode(lower >= 97 ? lower : c);
    else if (c === 96 && name !== '') ticks++;
    else if (quoted && (c === 39 || c === 34)) continue;
    else if (quoted && c === 43) broken = true;
    else break;
  }
  // A tick at the end closes a code span.
  if (ticks > 0 && text.charCodeAt(end - 1) === 96) ticks--;
  return { name, end, broken: broken || ticks > 0 };
}
