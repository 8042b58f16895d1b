import type { Attribute, Tag } from './tag.ts';

const usual =
  /console\.\w+\(|\$\(|document\.(?:getElement|querySelector|title\b)|addEventListener\(|\.then\(|\b(?:var|let|const) [\w{[]|\bwindow\.\w+ ?= ?|\bimport [\w{*]|\bfunction \w+\(/;
const unusual =
  /innerHTML|outerHTML|location|\bopen\b|alert|confirm|prompt|forms|submit|XMLHttp|sendBeacon|Image|\.src\b|hash|\bbody\b|\btop\b|parent|self|frames|opener|\bname\b|cookie|storage|eval|new Function|\bat ?ob|write|append|createElement|\\[xu]|https?:|["'`]\/\/|\[["'`]|["'`] ?\+|getScript|ajax|\bpost\b/i;

/**
 * True for what the script of any page does: it finds elements, declares, listens, logs; and reaches for nothing else.
 */
export const isPageWork = (code: string): boolean => {
  const near = code.slice(0, 4096);
  return usual.test(near) && !unusual.test(near);
};

/** A script of the page's own by its path: `/static/main.js`, `./app.mjs`; nobody's who cannot put files there. */
export const isOwnFile = (address: string): boolean =>
  /^(?:\.?\/)?[\w.-]+(?:\/[\w.@-]+){0,8}\.m?js$/.test(address);

/**
 * The code by which a video or a map is put on a page, as its site hands it out: by HTTPS or as the page is
 * fetched, with the size of its frame or what it may.
 */
export const isSnippet = (tag: Tag, address: string): boolean =>
  tag.name === 'iframe' &&
  /^(?:https:)?\/\//.test(address) &&
  tag.attributes.some(({ name }) => measure.test(name) || /^(?:allow(?:fullscreen)?|sandbox)$/.test(name)) &&
  !tag.attributes.some(
    ({ name, value }) =>
      name.startsWith('on') ||
      name === 'srcdoc' ||
      (measure.test(name) && /^\s*[01]\D*$/.test(value)) ||
      (name === 'style' && /fixed|absolute|opacity|none|hidden/.test(value)),
  );
const measure = /^(?:width|height)$/;

/** A handler that hands its element or the event to a function of the page's own: `onload="init(event)"`. */
export const isHandedOn = ({ name, value, from, to }: Attribute): boolean =>
  // Written in quotes, as people do.
  to - from > name.length + 1 + value.length &&
  /^\s*(?:return )?[a-z]\w{2,24}\((?:this|event|evt|e)\);?\s*$/.test(value) &&
  !/^\s*(?:return )?(?:alert|confirm|prompt|eval|print|open|fetch|import|find)\(/.test(value);

/** `onclick="alert('Saved!')"`: a word or more of a sentence, and nothing else. */
export const isGreeting = ({ name, value, from, to }: Attribute): boolean =>
  name === 'onclick' &&
  to - from > name.length + 1 + value.length &&
  /^\s*alert\((['"])[A-Za-z][\w ,.'!?]{3,60}\1\);?\s*$/.test(value);
