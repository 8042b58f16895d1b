import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why there is no browser to test with; false when there is one. */
export const noBrowser: string | false = existsSync(executablePath) ? false : `there is no ${executablePath}`;

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--host-resolver-rules=MAP *.test 127.0.0.1'],
    ],
  });
