/** All of a request but its body: an exchange is one. */
export interface Envelope {
  readonly method: string;
  /** As received, still encoded. */
  readonly path: string;
  readonly query: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly client: { readonly text: string };
}

/** `127.0.0.1`, `::1`, `localhost`, and the odd spellings of them. */
export function isLoopback(text: string): boolean {
  const value = text.trim().toLowerCase();
  if (!'1[:l02'.includes(value[0] ?? ' ')) return false;
  return /^(?:\[?::1\]?|\[?::ffff:127\.[\d.]+\]?|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|127\.\d{1,8}|localhost|0x7f0{0,5}1|0x7f\.0x?0\.0x?0\.0x?1|2130706433|0177\.0\.0\.0?1|0\.0\.0\.0)(?::\d{1,5})?$/.test(
    value,
  );
}
