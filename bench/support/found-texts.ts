// Texts that people have written and that lie on this machine anyway: nobody has chosen them for what they look like.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * Some texts of one kind, and how they are sent: as a text within JSON, as JSON themselves, or as what a browser asks
 * for.
 */
export interface Found {
  readonly kind: string;
  readonly as: 'text' | 'json' | 'target';
  readonly texts: readonly string[];
}

const usual = { shortest: 80, longest: 6_000 };

/** Up to `most` of each kind, spread over all there are; none of a kind that this machine does not have. */
export function foundTexts(most: number): readonly Found[] {
  const texts = [
    ['descriptions of Debian packages', descriptions()],
    ['entries of change logs', changes()],
    ['sections of manual pages', manuals()],
    ['sections of READMEs and other Markdown', markdown()],
    ['pieces of source code', code()],
  ] as const;
  const targets = texts.flatMap(([, all]) => all.flatMap(targetsIn));
  return [
    ...texts.map(([kind, all]): Found => ({ kind, as: 'text', texts: spread(all, most) })),
    { kind: 'JSON files of packages', as: 'json', texts: spread(json(), most) },
    {
      kind: 'addresses that the texts name, asked for',
      as: 'target',
      texts: spread(targets, 3 * most, { shortest: 2, longest: 2_000 }),
    },
  ];
}

function descriptions(): string[] {
  let said = '';
  try {
    said = execFileSync('apt-cache', ['dumpavail'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  } catch {
    // No package manager of Debian, or lists that were never fetched.
  }
  return [...said.matchAll(/^Description(?:-en)?: (.*(?:\n .*)*)/gm)].map(([, text]) =>
    text!.replace(/^ \.$/gm, '').replace(/^ /gm, ''),
  );
}

const changes = (): string[] =>
  files('/usr/share/doc/*/{changelog,NEWS}*.gz').flatMap((file) => file.split(/\n(?=\S)/));

const manuals = (): string[] =>
  files('/usr/share/man/man[158]/*.gz').flatMap((file) => plainRoff(file).split(/\n{2,}/));

const markdown = (): string[] =>
  files('node_modules/**/*.md', '/usr/share/**/*.md', '/usr/lib/**/*.md').flatMap((file) =>
    file.split(/\n(?=#{1,4} )/),
  );

const code = (): string[] =>
  files(...['node_modules/**/*.{js,ts,mjs,cjs}', '/usr/{lib,share}/**/*.{py,pl,pm,sh,rb,lua,vim}']).flatMap(
    (file) => {
      const lines = file.split('\n');
      const long = lines.some((line) => line.length > 400);
      return long
        ? []
        : Array.from({ length: Math.min(8, lines.length / 50) }, (_, i) =>
            lines.slice(50 * i, 50 * i + 24).join('\n'),
          );
    },
  );

const json = (): string[] => files('node_modules/**/*.json', '/usr/{lib,share}/**/*.json').filter(isJson);

/** The path and the query of each address that a text names. */
const targetsIn = (text: string): string[] =>
  [...text.matchAll(/https?:\/\/[\w.:-]+(\/[!$&*+./\w:;=?@~%#-]*[\w/=-])/g)].map(([, target]) =>
    target!.replace(/#.*/, ''),
  );

/** What `man` shows, near enough: without requests and escapes of roff. */
const plainRoff = (text: string): string =>
  text
    .replace(/^['.]\\".*$/gm, '')
    .replace(/^\.(?:PP|P|TP|LP|IP|sp|SH|SS|Sh|Ss)\b(.*)$/gm, '\n$1\n')
    .replace(/^\.(?:B|I|BR|IR|RB|RI|BI|IB|SM)\s+/gm, '')
    .replace(/^\..*$/gm, '')
    .replace(/\\f(?:\[.*?\]|\(..|.)/g, '')
    .replace(/\\-/g, '-')
    .replace(/\\\((?:aq|cq|oq)/g, "'")
    .replace(/\\\((?:lq|rq|dq)/g, '"')
    .replace(/\\[&|^/,%]/g, '')
    .replace(/\\e/g, '\\');

/** What these files say, unpacked; but for large ones. At most 6 000, spread over all there are. */
function files(...patterns: readonly string[]): string[] {
  const named = patterns.flatMap((pattern) => globSync(pattern)).sort();
  return spread(named, 6_000, { shortest: 1, longest: 4_096 }).flatMap((name) => {
    try {
      const bytes = readFileSync(name);
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
      return text.length < 1_000_000 ? [text] : [];
    } catch {
      return [];
    }
  });
}

/** Up to so many different ones of those that are neither too short nor too long, evenly spread. */
export function spread(texts: readonly string[], most: number, { shortest, longest } = usual): string[] {
  const fit = [...new Set(texts)].filter((text) => text.length >= shortest && text.length <= longest);
  const step = Math.max(1, fit.length / most);
  return Array.from({ length: Math.min(most, fit.length) }, (_, i) => fit[Math.floor(i * step)]!);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
