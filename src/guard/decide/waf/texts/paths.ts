/**
 * A path without empty and `.` parts, and with every `..` and the part before it gone; those that nothing stands
 * before stay, but for a path from the root, which has nothing above it.
 */
export function normalized(path: string): string {
  const rooted = path.charCodeAt(0) === 47;
  const parts: string[] = [];
  // Parts at the beginning that are `..` and stay.
  let above = 0;
  let open = false;
  for (let from = 0; from <= path.length; ) {
    let to = path.indexOf('/', from);
    if (to < 0) to = path.length;
    const length = to - from;
    const dot = path.charCodeAt(from) === 46;
    const up = length === 2 && dot && path.charCodeAt(from + 1) === 46;
    open = to === path.length && (length === 0 || (length === 1 && dot) || up);
    if (up && parts.length > above) parts.pop();
    else if (up && !rooted) {
      parts.push('..');
      above++;
      open = false;
    } else if (!up && length > 0 && !(length === 1 && dot)) parts.push(path.slice(from, to));
    from = to + 1;
  }
  const joined = parts.join('/');
  if (parts.length === 0) return rooted ? '/' : '';
  return `${rooted ? '/' : ''}${joined}${open ? '/' : ''}`;
}
