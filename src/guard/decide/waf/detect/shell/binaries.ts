import { toolNames } from './tools.ts';

/** What a command is good for, to whoever gets it to run. */
export type Use =
  | 'reader'
  | 'listing'
  | 'recon'
  | 'network'
  | 'download'
  | 'interpreter'
  | 'file'
  | 'sleep'
  | 'print'
  | 'decoder'
  | 'system'
  | 'prefix'
  | 'tool';

/** A command that is known by its name. */
export interface Binary {
  readonly name: string;
  readonly use: Use;
  /** Its name is a word of the language, of a form or of code, so that the name alone says little. */
  readonly word: boolean;
}

const ordinary = new Set([
  'go',
  'gem',
  'snap',
  'yarn',
  'vault',
  'helm',
  'java',
  'apt',
  'composer',
  'cargo',
  'vagrant',
  'cc',
  'az',
  'gh',
  'make',
  'man',
  'hash',
  'perf',
  'mosh',
  'pidstat',
]);

/** A star marks names that are ordinary words as well. */
const posix: Readonly<Record<Use, string>> = {
  reader:
    'cat* head* tail* more* less* tac nl od hd hexdump strings* sort* cut* grep egrep fgrep rgrep zcat bzcat xzcat zless sed awk gawk mawk uniq paste* fold* diff* wc tee* iconv bat* vi vim nano emacs ed pr* look* column* expand* fmt* split* comm* join* view* pg pico most* jq* yq csvtool',
  listing: 'ls find* dir* tree* du df stat* file* locate* which* whereis vdir lsattr realpath readlink pwd',
  recon:
    'whoami id* uname hostname* ifconfig netstat ps env* printenv set* who* last* lastlog users* groups* date* uptime* free* lsof lscpu lsblk lsmod lspci arp getent logname tty* arch* nproc dmesg history* sysctl vmstat iostat mount* jobs* ip* ss route* finger* top* htop compgen declare* lsb_release w*',
  network:
    'ping* ping6 nslookup dig* host* traceroute tracepath telnet nc ncat netcat socat ssh scp sftp ftp tftp nmap rsync smbclient rlogin rsh whois tcpdump mail* sendmail mailx openssl nc.traditional nc.openbsd masscan hping3 gsutil telnetd utelnetd in.telnetd dropbear',
  download: 'curl wget fetch* lwp-download lwp-request aria2c axel* lynx* w3m',
  interpreter:
    'sh bash zsh ksh mksh lksh oksh pdksh yash dash* ash* csh tcsh fish* rbash python python2 python3 python2.7 perl perl5 ruby* php php5 php7 php8 node* nodejs lua tclsh expect* irb jshell osascript deno bun* gdb Rscript',
  file: 'rm cp mv ln chmod chown chgrp mkdir rmdir touch* dd tar zip* unzip gzip gunzip bzip2 mkfifo mknod truncate* shred* unlink* install* cpio ar* chattr setfacl mktemp xz',
  sleep: 'sleep* usleep',
  print: 'echo* printf print*',
  decoder: 'base64 base32 xxd rev tr uudecode uuencode basenc',
  system:
    'kill* killall pkill reboot* shutdown halt* poweroff init* useradd adduser userdel usermod groupadd passwd* chpasswd su sudoedit crontab systemctl service* pg_dump pg_dumpall seq* yes* write* mkfs mkfs.ext4 mkfs.xfs mkswap iptables ufw insmod modprobe visudo at* batch* telinit wall* logger* expr export* unset* alias* ulimit umask chsh apt-key mysql mysqldump psql sqlite3 mongo* mongodump redis-cli sqlmap msfconsole msfvenom screen* tmux zmodload script* strace ltrace capsh setcap source* kexec',
  prefix:
    'sudo doas nohup exec* eval time* command* builtin busybox toybox xargs nice* setsid timeout* ionice chroot unshare nsenter stdbuf watch* parallel* if* while* until* then* do* else* elif ! coproc* runuser systemd-run pkexec entr setpriv prlimit unbuffer torsocks torify proxychains proxychains4 fakeroot firejail bwrap dbus-run-session xvfb-run rlwrap linux32 linux64 start-stop-daemon trap* flock* taskset sg setarch chrt faketime cgexec xterm gnome-terminal konsole urxvt x-terminal-emulator aa-exec choom cpulimit eatmydata fakechroot numactl uclampset valgrind gosu su-exec setuidgid chpst tini dumb-init runcon softlimit setlock sshpass ssh-agent sem* multitime newgrp tsocks daemonize logsave nocache gtester',
  tool: toolNames.map((name) => (ordinary.has(name) ? `${name}*` : name)).join(' '),
};

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, Binary> {
  const all = new Map<string, Binary>();
  for (const [use, names] of Object.entries(rows)) {
    for (const marked of names.split(' ')) {
      const word = marked.endsWith('*');
      const name = word ? marked.slice(0, -1) : marked;
      if (!all.has(name)) all.set(name, Object.freeze({ name, use: use as Use, word }));
    }
  }
  return all;
}

/** The commands of Linux, BSD and macOS, as they are written: in small letters. */
export const posixBinaries = table(posix);
