import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Opens the browser of Debian's `chromium`; where there is none, it says so and the tests fail. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--host-resolver-rules=MAP *.test 127.0.0.1'],
    ],
  });
