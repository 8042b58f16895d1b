// What a page of one's own includes (docs/challenge.md). It passes the challenge as soon as it is there and whenever
// that has run out, and offers what AWS documents as AwsWafIntegration.
globalThis.integration = (({ portcullis }) => {
  // The element that brought it here: what is asked for lies beside it, on whatever host that is.
  // An image of that name, which a forum lets people post, would stand in its place.
  const own = (found) =>
    found instanceof HTMLScriptElement && /\/(challenge|captcha|jsapi)\.js([?#]|$)/.test(found.src);
  const script = [document.currentScript, ...document.scripts].find(own);
  if (script === undefined)
    throw new Error('include challenge.js or jsapi.js by a script element of its own');
  const at = new URL('.', script.src).href.slice(0, -1);
  const { origin } = new URL(at);
  const elsewhere = origin !== location.origin;
  let token = '';
  let domain = '';
  let until = 0;
  let timer = 0;
  let asking = null;
  let proving = null;

  const fresh = () => token !== '' && Date.now() < until;

  // A cookie of another site is not kept, so that a token of another origin goes along by itself.
  const options = () => ({
    credentials: 'include',
    ...(elsewhere && token !== '' ? { headers: { 'x-aws-waf-token': token } } : {}),
  });
  const ask = (what) => portcullis.ask(`${at}/${what}`, options());
  const send = (what, content) => portcullis.send(`${at}/${what}`, content, options());

  function keep(body) {
    token = body.token;
    domain = body.domain;
    until = Date.now() + body.challengeSec * 1000;
    clearTimeout(timer);
    timer = setTimeout(renew, Math.max(60, body.challengeSec * 0.8) * 1000);
  }

  /** Pages that nobody looks at do no work; they catch up when somebody does. */
  function renew() {
    if (document.visibilityState === 'visible') return prove().catch(() => {});
    document.addEventListener('visibilitychange', renew, { once: true });
  }

  async function challenge() {
    const task = await ask('challenge');
    if (!task.ok) throw new Error(`the challenge could not begin: ${task.status}`);
    const { ticket, nonce, difficulty } = task.body;
    const counter = await portcullis.work(nonce, difficulty, () => true);
    const result = await send('challenge', { ticket, counter });
    if (!result.ok) throw new Error(`the challenge did not succeed: ${result.status}`);
    keep(result.body);
    return token;
  }

  function prove() {
    proving ||= challenge().finally(() => {
      proving = null;
    });
    return proving;
  }

  /** What the cookie says, which another page may have renewed. */
  async function look() {
    const { ok, body } = await ask('token');
    if (ok && body.token !== '') keep(body);
    return ok && body.token !== '';
  }

  function getToken() {
    if (fresh()) return Promise.resolve(token);
    asking ||= look()
      .then(() => (fresh() ? token : prove()))
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  /** Whether an address may be told the token: of this origin, of the gateway, or of the domain it is for. */
  function mayKnow(url) {
    if (url.origin === location.origin || url.origin === origin) return true;
    return domain !== '' && (url.hostname === domain || url.hostname.endsWith(`.${domain}`));
  }

  function told(request) {
    const cookie = new URL(request.url).origin === location.origin && request.credentials !== 'omit';
    if (!cookie && token !== '') request.headers.set('x-aws-waf-token', token);
    return request;
  }

  async function guarded(input, init) {
    const request = new Request(input, init);
    // What comes of it is told by the answer to the request itself.
    await getToken().catch(() => '');
    if (!mayKnow(new URL(request.url))) return fetch(request);
    const answer = await fetch(told(request.clone()));
    const challenged = answer.status === 202 && answer.headers.get('x-amzn-waf-action') === 'challenge';
    if (!challenged) return answer;
    const renewed = await prove().catch(() => '');
    return renewed === '' ? answer : fetch(told(request));
  }

  const referrer = 'portcullis-referrer';

  /** Sites that loaded the page again find who had led to it. */
  function restoreReferrer() {
    try {
      const before = sessionStorage.getItem(referrer);
      sessionStorage.removeItem(referrer);
      const again =
        document.referrer === '' || document.referrer.split('#')[0] === location.href.split('#')[0];
      if (before !== null && again) Object.defineProperty(document, 'referrer', { get: () => before });
    } catch {
      // A page without storage has nothing to restore.
    }
  }

  restoreReferrer();
  const first = !('AwsWafIntegration' in window);
  window.AwsWafIntegration = {
    getToken,
    hasToken: fresh,
    fetch: guarded,
    forceRefreshToken: () => prove().then(() => undefined),
    checkForceRefresh: () => look().then((there) => there && !fresh()),
    saveReferrer() {
      try {
        sessionStorage.setItem(referrer, document.referrer);
      } catch {
        // It is gone after the page was loaded again, as without the script.
      }
    },
  };
  if (first) getToken().catch(() => {});
  return { ask, send, keep };
})(globalThis);
