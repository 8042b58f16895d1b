import { connect, type Socket } from 'node:net';

// A load in a process of its own: `rush.ts <url> <requests> <connections>`. Prints how many answers of each
// status came, as JSON; `lost` are requests that were sent and not answered whole.
const [url = '', requests = '0', connections = '1'] = process.argv.slice(2);
const { hostname, port, pathname, search, host } = new URL(url);
const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const answers: Record<string, number> = { lost: 0 };
const each = Math.ceil(Number(requests) / Number(connections));
const inFlight = 32;

/** Keeps some requests on their way on one connection, and counts whole answers. */
function rush(socket: Socket): Promise<void> {
  let sent = 0;
  let done = 0;
  let text = '';
  const send = (): void => {
    const more = Math.min(each - sent, inFlight - (sent - done));
    if (more <= 0) return;
    sent += more;
    socket.write(request.repeat(more));
  };
  return new Promise((resolve) => {
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(text.slice(0, end))?.[1];
        const whole = end + 4 + Number(length ?? 0);
        if (end < 0 || text.length < whole) break;
        const status = text.slice(9, 12);
        answers[status] = (answers[status] ?? 0) + 1;
        text = text.slice(whole);
        done++;
      }
      if (done === each) socket.end();
      else send();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      answers.lost! += sent - done;
      resolve();
    });
  });
}

await Promise.all(Array.from({ length: Number(connections) }, () => rush(connect(Number(port), hostname))));
console.log(JSON.stringify(answers));
