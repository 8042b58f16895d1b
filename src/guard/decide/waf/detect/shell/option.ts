import type { Finding } from '../finding.ts';

// Options by which a program that was only to be handed a name runs, reads or writes something else.
const options =
  /^-{1,2}(?:o\s?ProxyCommand[= ]|oPermitLocalCommand|oLocalCommand=|use-askpass=\S|checkpoint-action[= ]exec|to-command=|use-compress-program[= ]|upload-pack[= ]|receive-pack[= ]|open-files-in-pager|rsh[= ]|rsync-path=|pre-exec|preexec|post-file=|files0-from=|eval[= ]|exec[= ]\S|config\s?=?\s?core\.\w+|c\s?core\.(?:sshcommand|pager|editor|fsmonitor)|output(?:-document)?=\/|gpg-program=|init-command=|script=|I\s?\/bin\/)/i;

// What git and others run to reach another machine: `ext::sh -c …`.
const transport = /^ext::\s{0,4}\S{1,80}\s{1,4}(?:[-%/]|\w{1,40}[./]\w)/i;

/** An option of a program, as the whole value, with which it does something else than it was called for. */
export function optionOf(text: string): Finding | null {
  if (text.length > 512) return null;
  const match = text.charCodeAt(0) === 45 ? options.exec(text) : transport.exec(text);
  if (match === null) return null;
  return {
    family: 'shell',
    score: 72,
    context: 'POSIX command',
    what: `the ${text.charCodeAt(0) === 45 ? 'option' : 'transport'} ${match[0].slice(0, 40)}`,
    from: 0,
    to: text.length,
  };
}
