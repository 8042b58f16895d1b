// What both pages and the scripts for other pages share: SHA-256 (WebCrypto is not there without TLS, and slower for small texts), the work, and
// the way to the gateway. Everything stands in one function's scope, so that nothing leaks into the page.
globalThis.portcullis = (() => {
  const K = [];
  const START = [];
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (START.length < 8) START.push(((Math.sqrt(n) % 1) * 4294967296) | 0);
    K.push(((Math.cbrt(n) % 1) * 4294967296) | 0);
  }
  const W = new Int32Array(64);

  /** The first 32 bits of SHA-256 of a text of at most 55 ASCII characters. */
  function head(text) {
    W.fill(0, 0, 16);
    const n = text.length;
    for (let i = 0; i < n; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    W[n >> 2] |= 0x80 << (24 - (n & 3) * 8);
    W[15] = n * 8;
    for (let i = 16; i < 64; i++) {
      const p = W[i - 15];
      const q = W[i - 2];
      const s0 = ((p >>> 7) | (p << 25)) ^ ((p >>> 18) | (p << 14)) ^ (p >>> 3);
      const s1 = ((q >>> 17) | (q << 15)) ^ ((q >>> 19) | (q << 13)) ^ (q >>> 10);
      W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    return (START[0] + a) | 0;
  }

  /** Finds the counter, in slices of 12 ms, so that the page stays alive; `tell` hears how many were tried, and may say false to end it. */
  function work(nonce, difficulty, tell) {
    return new Promise((resolve) => {
      let counter = 0;
      const slice = () => {
        const until = performance.now() + 12;
        do {
          for (const end = counter + 256; counter < end; counter++) {
            if (Math.clz32(head(`${nonce}:${counter}`)) >= difficulty) return resolve(counter);
          }
        } while (performance.now() < until);
        if (tell(counter) === false) return;
        setTimeout(slice, 0);
      };
      slice();
    });
  }

  let touched = 0;
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'touchstart'])
    addEventListener(kind, (event) => (touched += event.isTrusted ? 1 : 0), { passive: true });

  /** True where an extension that records and plays back what a person does (Selenium IDE, SideeX, Katalon) has put itself into the page. */
  const recorder = () =>
    ('recordedPrompt' in globalThis && 'nextPromptResult' in globalThis) ||
    document.body?.hasAttribute('SideeXPlayingFlag');

  /** What the browser tells of itself; all of it is named in docs/challenge.md. */
  const browser = () => ({
    automated: navigator.webdriver === true,
    recorder: recorder(),
    userAgent: navigator.userAgent.slice(0, 400),
    language: String(navigator.language).slice(0, 40),
    screen: `${screen.width}x${screen.height}x${screen.colorDepth}`,
    cores: navigator.hardwareConcurrency || 0,
    zone: new Date().getTimezoneOffset(),
    touched: touched > 2,
  });

  async function ask(path, options) {
    const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...options });
    const body = await answer.json().catch(() => ({}));
    return { ok: answer.ok, status: answer.status, body };
  }

  const send = (path, content, { headers, ...options } = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...content, browser: browser() }),
      ...options,
    });

  /** True when this page came back again and again: the browser does not keep the cookie. */
  function turning() {
    try {
      const now = Date.now();
      const before = JSON.parse(sessionStorage.getItem('portcullis') || '[]').filter((t) => now - t < 30000);
      sessionStorage.setItem('portcullis', JSON.stringify([...before, now]));
      return before.length >= 3;
    } catch {
      return false;
    }
  }

  return { head, work, ask, send, turning };
})();
