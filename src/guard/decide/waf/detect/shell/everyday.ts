import { within } from '../within.ts';
import type { Arguments } from './arguments.ts';
import { type Binary, posixBinaries } from './binaries.ts';
import type { WindowsBinary } from './windows.ts';

// Files that nobody reads, copies or sends on who does not want to know what they may not.
const secret =
  /etc\/(?:passwd|shadow|gshadow|group|sudoers|master|ssl\/private)|\/proc\/(?:self|\d)|\.ssh\/(?:id_\w+(?![\w.]*\.pub)|authorized|\*)|\.aws|\.env\b(?!\.(?:ex|sa|te|di))|environ|flag\b|\/root\b|\/www\/\S*\.\w|\.(?:php|jsp|aspx?)\b|win\.ini|web\.config|_history|\.git\/|credential|secret|htpasswd|\.my\.cnf|\.netrc|\.kube|boot\.ini|system32|\/home\/\w+\/\.|\/dev\/(?:tcp|udp)|<\?|\/(?:etc|root|home)\/[^\s/]{0,40}[?*[]|\/[^\s/]{0,40}[?*[\\$][^\s/]{0,40}\/|\s\/\*?(?:\s|$)|\/etc\/?(?:\s|$)/i;
const publicly =
  /\/var\/log\/|\/proc\/(?:cpuinfo|meminfo|loadavg)|\.pub\b|\/etc\/(?:resolv|nginx|apache2|systemd)/;
const hostile =
  /socket|pty|system|exec\b|exec\(|spawn|popen|fsock|tcp|fork|passwd|https?:|base64|eval|whoami|\bid\b|\bnc\b|\bcurl\b|\bwget\b|uname|\/bin\/|\/tmp\/|-enc|iex|download/i;
// Of a word, not of what a flag is given: `c'a't`, `-d' '`.
const apart = /\w(?:''|""|['"\\])\w|\$\{?IFS|\w\$@/;
// `/etc/./passwd`, `/etc//passwd`
const detour = /\/(?:\.?\/)+/g;
const sample = /\.env\.(?:example|sample|template|dist) \.env$/;
// What is asked of a server one sees for the first time.
const asking = new Set(['whoami', 'id', 'uname', 'who', 'w', 'last', 'env', 'printenv', 'getent', 'logname']);
const idle = new Set([
  'date',
  'uptime',
  'free',
  'nproc',
  'mount',
  'history',
  'jobs',
  'dmesg',
  'iostat',
  'vmstat',
  'route',
  'ss',
  'ip',
  'lsblk',
  'lscpu',
  'lspci',
  'groups',
]);
const accounts = new Set(
  'useradd adduser userdel passwd chpasswd groupadd shutdown reboot halt poweroff mkfs insmod kexec sqlmap msfconsole msfvenom setcap su at batch telinit visudo'.split(
    ' ',
  ),
);
const carried = new Set([
  'ssh',
  'scp',
  'sftp',
  'rsync',
  'openssl',
  'traceroute',
  'tracepath',
  'gsutil',
  'tcpdump',
]);
const own = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?(?:\/|\s|$)/;
const filter =
  /^\s*\|\s*(?:sudo )?(?:grep|egrep|awk|sed|sort|uniq|wc|head|tail|less|more|cut|column|jq|tr|findstr|xargs)\b/;

/**
 * True for a command that people keep, show and explain, and that does nothing an intruder came for: it reads no secret,
 * fetches nothing to run, tells nothing of who runs it, opens no connection, waits for nothing.
 *
 * It stands at `at`, behind the separator `op` at `from` and words such as `sudo`.
 */
export function isShown(
  text: string,
  at: number,
  from: number,
  op: string,
  prefix: string,
  binary: Binary | WindowsBinary,
  a: Arguments,
): boolean {
  // Nobody shows a command with the separator before it that would end another.
  if (op === ';' && from === 0) return false;
  const alone = op === '^' && text.slice(a.end, a.end + 8).trim() === '';
  const first = op === '^' && !alone;
  if (isOfPosix(binary)) {
    if (alone && !isParticular(prefix, binary, a)) return false;
    return isEveryday(text, at, binary, a, first) || (op === '|' && isInstallation(text, from));
  }
  return (!alone || binary.use === 'run') && isEverydayOnWindows(text, at, binary, a, first);
}

const quoted = /'[^'\n]{1,200}'/g;
// In these a backslash stands for itself.
const literal = /(?<!\$)'[^'\n]{1,200}'/g;
const unescaped = (part: string): string => part.replaceAll('\\', '.');
const unglobbed = (part: string): string => part.replace(/[?*[\\$]/g, '.');

const isOfPosix = (binary: Binary | WindowsBinary): binary is Binary =>
  posixBinaries.get(binary.name) === binary;

function isEveryday(text: string, from: number, binary: Binary, a: Arguments, first: boolean): boolean {
  const whole = commandIn(text, from, a.end).replace(sample, ' ').replace(detour, '/');
  // In single quotes no shell looks for files: what stands there is a pattern of the program's own.
  const command = binary.name === 'sed' || binary.name === 'awk' ? whole.replace(quoted, unglobbed) : whole;
  if (a.broken && apart.test(command.replace(literal, unescaped))) return false;
  const { use, name } = binary;
  switch (use) {
    case 'recon':
      if (idle.has(name) || numbered.test(command)) return true;
      if (name === 'printenv') return a.bares === 1;
      return !asking.has(name) && a.count > 0 && isFiltered(text, a.end);
    case 'network':
      if (/[`]|\$\(|passwd|shadow/.test(command) || name === 'telnet') return false;
      if (name.startsWith('nc'))
        return (
          !/ -\w*[celL]|[|<>]/.test(command) &&
          (asksForPort.test(command) || constant.test(text.slice(lineStart(text, from), from)))
        );
      return (
        name === 'ssh' ||
        (carried.has(name) && !secret.test(command)) ||
        (first && !/127\.|localhost/.test(command))
      );
    case 'download':
      return isFetched(command) || (a.hosts + a.bares === 0 && !/:\/\/|[`]|\$\(/.test(command));
    case 'interpreter':
      if (a.count === 0 || secret.test(command.replace(probe, ' '))) return false;
      if (a.code) return !hostile.test(command.replace(probe, ' '));
      return a.inputs === 0 && (a.hosts === 0 || own.test(command)) && isOwnScript(text, from);
    case 'file':
      if (name === 'rm') return !/ -\w*[rR]/.test(command) || isWaste(command);
      if (name === 'chmod' || name === 'chown' || name === 'mkdir') return true;
      if (name === 'touch') return !/ [/~]/.test(command);
      return name !== 'mkfifo' && name !== 'mknod' && name !== 'dd' && !secret.test(command);
    case 'sleep':
      return /^\s*(?:;|&&|\n)\s*[\w.]/.test(text.slice(a.end, a.end + 8));
    case 'print':
      return (
        !secret.test(command.replace(replaced, ' ')) &&
        !/base64|[`]|\$\(/.test(command.replace(harmless, ' '))
      );
    case 'decoder':
      return (
        (!/ -{1,2}[dD]/.test(command) || told.test(text.slice(a.end, a.end + 24))) && !secret.test(command)
      );
    case 'system':
      return (
        !accounts.has(name) &&
        !/\b(?:drop|delete|flushall|grant|outfile)\b/i.test(command) &&
        (name !== 'crontab' || / -l\b/.test(command))
      );
    case 'tool':
      return !/ -v \/:|--privileged|\bsecrets?\b/.test(command);
    default:
      if (name === 'df' || name === 'du') return true;
      return (
        !secret.test(command) ||
        (publicly.test(command) && !/passwd|shadow|\.ssh\/id_\w+(?![\w.]*\.pub)/.test(command))
      );
  }
}

// What is decoded is told, or read as what it is; nothing runs it.
const told =
  /^\s*(?:$|[\n)"'`]|\| ?(?:openssl (?:x509|asn1parse|pkcs7|crl|rsa|ec)|jq|jwt|hexdump|xxd|od|file|less|head|wc)\b)/;
// The day, the machine and the folder, which any log tells.
const harmless = /\$\((?:date|hostname|pwd|nproc)(?: [-+%\w:]{1,32}){0,2}\)/g;
// A variable with a part of it replaced, whose slashes are none of a path: `${line//\"/}`.
const replaced = /\$\{\w{1,32}\/[^\n${}]{0,80}\}/g;
// The number of a user or a group, for a flag of another command.
const numbered = /^id -{1,2}(?:[ugn]{1,2}|user|group)(?:\s|$)/;
// Whether something listens, and no more.
const probe = /(?<=['"] ?(?:(?:echo|:) ?)?)[<>] ?\/dev\/tcp\/[\w.${}-]{1,64}\/[\w${}]{1,16}(?=['"])/;
// What is written out before the pipe, and nothing of the machine in it: `printf 'GET / HTTP/1.0\r\n\r\n' | nc
// shop.test 80`.
const constant =
  /^(?:\$ )?(?:printf|echo)(?: -\w+)* (?:'[^'\n]{1,200}'|"[^"`$\n]{1,200}"|[\w.-]{1,40}) ?\| ?$/;
const asksForPort = /^\w+ -\w*z/;

/** A command up to the quote that closes what it is written in: of `exec("ps aux | grep a"); // b`, `grep a`. */
function commandIn(text: string, from: number, end: number): string {
  let open = '';
  for (let i = lineStart(text, from); i < from; i++) {
    const c = text[i]!;
    if (c === open) open = '';
    else if (open === '' && (c === '"' || c === "'" || c === '`')) open = c;
  }
  const close = open === '' ? -1 : within(text, open, from, end);
  return text.slice(from, close < 0 ? end : close);
}

const isFiltered = (text: string, at: number): boolean =>
  filter.test(text.slice(at, at + 24)) || text[at] === ')';

/** False behind what was fetched as no instruction says it: `wget http://203.0.113.9/x; sh x`. */
function isOwnScript(text: string, from: number): boolean {
  const before = text.slice(Math.max(0, from - 512), from);
  return !/\b(?:curl|wget)\b/.test(before) || before.includes('https://');
}

/** From this machine, or by HTTPS and with flags as instructions give them; and nothing is sent along. */
function isFetched(command: string): boolean {
  if (/ (?:-d|-F|-T|--data\S*|--upload\S*|--form|--post\S*)[ =@'"]|[`]|\$\(|@\//.test(command)) return false;
  if (own.test(command) || /^curl (?:-\w+ )*telnet:\/\/[\w.-]+:\d+[^<|]*$/.test(command)) return true;
  return / -{1,2}\w/.test(command) && / ['"]?https:\/\/[a-z][\w.-]*\.[a-z]{2,}\//i.test(command);
}

/** What is built, cached or downloaded, and may go. */
const isWaste = (command: string): boolean =>
  !/ ['"]?(?:\/(?!var\/lib\/apt|var\/cache|tmp\/[\w*]|var\/tmp\/[\w*]|root\/\.(?:cache|npm|m2|gradle|cargo)\b)|~|\*|\.\.|\$)/.test(
    command,
  );

/** A file that is run, unless it lies where anybody may put one or was fetched just before. */
export const isOwnFile = (text: string, at: number, path: string): boolean =>
  !/^\/(?:var\/)?tmp\/|^\/dev\/shm\//.test(path) && isOwnScript(text, at);

/**
 * Whether a command that is all of a value is more than what an intruder tries first: `sudo tail …`, `tail -f …`, `jq
 * '.a' b.json`.
 */
const isParticular = (prefix: string, { use }: Binary, a: Arguments): boolean =>
  !looking.has(use) || prefix !== '' || a.flag === '-f' || (a.quoted > 0 && a.files > 0);
const looking = new Set(['reader', 'listing', 'print', 'recon', 'interpreter']);

function lineStart(text: string, from: number): number {
  const first = Math.max(0, from - 320);
  let at = from;
  while (at > first && text.charCodeAt(at - 1) !== 10) at--;
  return at;
}

/** A shell at the end of a pipe that begins with such a download: how half of all installations begin. */
export const isInstallation = (text: string, from: number): boolean => {
  const line = text.slice(lineStart(text, from), from);
  const fetching = /^(?:.{0,60}[:\d.)] |\$ |RUN |sudo )?((?:curl|wget) [^|;&]{1,240}) $/.exec(line);
  return (
    fetching !== null &&
    isFetched(fetching[1]!) &&
    / -(?=\w*[sq])(?=\w*[fLO])\w+/.test(fetching[1]!) &&
    /^\| (?:sudo )?(?:-E )?(?:ba|z)?sh\b(?: -(?= ?|$)| -s -- [\w -]*)?\s*(?:$|\n|&&)/.test(
      text.slice(from, from + 60),
    )
  );
};

// What is installed, and in which version.
const versionAsked = /^reg query "?hk(?:lm|cu|ey_\w+)\\software\\[^"\n|&;]{2,200}"? \/ve?\b/i;
const ownScript =
  /^powershell(?:\.exe)?(?: -(?:nologo|noprofile|noninteractive|noexit|executionpolicy \w{4,14}))* -file ['"]?\.\\[\w\\-]{1,80}\.ps1['"]?(?: [\w-]{1,32}){0,6}\s*$/i;
const plainly = new Set(['list', 'read', 'file', 'print', 'wait']);

/** The same for cmd.exe. */
function isEverydayOnWindows(
  text: string,
  from: number,
  binary: WindowsBinary,
  a: Arguments,
  first: boolean,
): boolean {
  const command = commandIn(text, from, a.end);
  if (binary.name === 'reg')
    return versionAsked.test(command) && !/winlogon|\\run\b|polic|putty|vnc|snmp/i.test(command);
  if (secret.test(command) || /\^|%\w+%|\\users\\|c:\\(?:windows|inetpub|boot)|hklm|password/i.test(command))
    return false;
  // One's own script, by a relative path, is what every README begins with.
  if (/^powershell(?:\.exe)?\b/i.test(command)) return ownScript.test(command);
  // Of one process, by its number.
  if (/^tasklist(?:\.exe)? \/fi "pid eq \d{1,7}"$/i.test(command.trim())) return true;
  if (binary.use === 'recon' || binary.name === 'netstat') return isFiltered(text, a.end);
  if (binary.name === 'taskkill') return true;
  if (binary.use === 'run') return / ["'].{1,200}(?: \| | && )/.test(command) && !hostile.test(command);
  if (binary.name === 'ping' || binary.name === 'nslookup') return first && !own.test(command);
  return plainly.has(binary.use) && binary.name !== 'shutdown' && a.count > 0;
}
