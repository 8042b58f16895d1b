import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks for a line that is not shown; from a pipe, takes its first line. Null at the end of the input. */
export async function secretLine(question: string): Promise<string | null> {
  const shown = process.stdin.isTTY === true;
  if (shown) process.stderr.write(question);
  // What is typed is echoed to nobody.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: shown });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(null));
    });
  } finally {
    lines.close();
    if (shown) process.stderr.write('\n');
  }
}
