// What AWS documents as AwsWafCaptcha: the puzzle of the Captcha page in an element of the page's own.
(({ portcullis, integration: { ask, send, keep } }) => {
  const withWords = '__words__' === 'true';
  const style = new CSSStyleSheet();
  style.replaceSync('__style__');

  class CaptchaError extends Error {
    constructor(kind, text, statusCode) {
      super(text);
      this.name = 'CaptchaError';
      this.kind = kind;
      if (statusCode !== undefined) this.statusCode = statusCode;
    }
  }

  const made = (name, more, ...inside) => {
    const element = Object.assign(document.createElement(name), more);
    element.append(...inside);
    return element;
  };

  /** The elements of one puzzle; what stands in the page cannot reach them, nor the other way round. */
  function drawn(container, { skipTitle }) {
    const title = made('h1', { textContent: 'Are you a person?', hidden: skipTitle === true });
    const picture = made('img', {
      hidden: true,
      width: 280,
      height: 100,
      alt: 'Six bent letters and digits, to be typed below',
    });
    const question = made('p', { hidden: true });
    const answer = made('input', { id: 'answer', maxLength: 120, autocomplete: 'off', required: true });
    answer.setAttribute('autocapitalize', 'none');
    answer.spellcheck = false;
    const label = made('label', { htmlFor: 'answer' });
    const confirm = made('button', { className: 'main', type: 'submit', textContent: 'Confirm' });
    const other = made('button', { type: 'button', textContent: 'Another one' });
    const kind = made('button', { type: 'button', hidden: true });
    const row = made('div', { className: 'row' }, confirm, other, kind);
    const form = made('form', { hidden: true }, picture, question, label, answer, row);
    const state = made('p', { id: 'state', textContent: 'Loading …' });
    state.setAttribute('role', 'status');
    state.setAttribute('aria-live', 'polite');
    const host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open', delegatesFocus: true });
    shadow.adoptedStyleSheets = [style];
    shadow.append(made('main', {}, title, form, state));
    container.replaceChildren(host);
    return { form, picture, question, label, answer, confirm, other, kind, state, host };
  }

  function renderCaptcha(container, options) {
    const { apiKey, onSuccess, onError, onLoad, onPuzzleTimeout, onPuzzleCorrect, onPuzzleIncorrect } =
      options;
    if (!(container instanceof Element)) throw new CaptchaError('client_error', 'there is no such container');
    const at = drawn(container, options);
    const key = encodeURIComponent(String(apiKey));
    const buttons = [at.confirm, at.other, at.kind];
    let inWords = false;
    let round = 0;
    let puzzle = null;
    let counter = null;
    let loaded = false;

    function say(text, bad) {
      at.state.textContent = text;
      at.state.className = bad ? 'bad' : '';
    }

    function fail(error, text) {
      at.form.hidden = true;
      say(text, true);
      onError?.(error);
    }

    function refused({ status, body }) {
      if (body.reason === 'key')
        return fail(
          new CaptchaError('client_error', 'the API key is not for this site', status),
          'The puzzle cannot be shown on this site.',
        );
      const kind = status >= 500 ? 'internal_error' : status === 429 ? 'token_error' : 'client_error';
      fail(
        new CaptchaError(kind, `the puzzle was refused: ${body.reason || status}`, status),
        'Please try again later.',
      );
    }

    async function next(text, bad) {
      const mine = ++round;
      for (const button of buttons) button.disabled = true;
      const found = await ask(`captcha?key=${key}${inWords ? '&as=words' : ''}`);
      if (mine !== round || !at.host.isConnected) return;
      if (!found.ok) return refused(found);
      puzzle = found.body;
      at.picture.hidden = puzzle.picture === undefined;
      if (puzzle.picture !== undefined) at.picture.src = puzzle.picture;
      at.question.hidden = puzzle.question === undefined;
      at.question.textContent = puzzle.question || '';
      at.label.textContent = inWords ? 'Your answer' : 'The letters and digits in the picture';
      at.kind.textContent = inWords ? 'A picture instead' : 'A question instead';
      at.kind.hidden = !withWords;
      at.answer.value = '';
      at.form.hidden = false;
      for (const button of buttons) button.disabled = false;
      say(text || '', bad);
      // The first puzzle does not take the focus from what the person does in the page.
      if (loaded) at.answer.focus();
      else onLoad?.();
      loaded = true;
      counter = portcullis.work(puzzle.nonce, puzzle.difficulty, () => mine === round && at.host.isConnected);
    }

    async function hand() {
      const { ticket } = puzzle;
      for (const button of buttons) button.disabled = true;
      say('Checking …');
      const handed = { ticket, counter: await counter, answer: at.answer.value };
      const result = await send(`captcha?key=${key}`, handed);
      if (result.ok) {
        keep(result.body);
        at.form.hidden = true;
        say('Solved.');
        onPuzzleCorrect?.();
        onSuccess?.(result.body.token);
        return;
      }
      const { reason } = result.body;
      if (reason === 'expired') onPuzzleTimeout?.();
      else if (reason === 'answer') onPuzzleIncorrect?.();
      else if (reason !== 'spent') return refused(result);
      const late = reason === 'expired';
      await next(
        late ? 'That took too long; here is another one.' : 'That was not right; here is another one.',
        true,
      );
    }

    const guard = (run) =>
      run().catch((fault) =>
        fail(new CaptchaError('network_error', String(fault)), 'The connection broke off. Please try again.'),
      );
    at.form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!at.confirm.disabled) guard(hand);
    });
    at.other.addEventListener('click', () => guard(() => next()));
    at.kind.addEventListener('click', () => {
      inWords = !inWords;
      guard(() => next());
    });
    guard(() => next());
  }

  window.CaptchaError = CaptchaError;
  window.AwsWafCaptcha = { renderCaptcha };
})(globalThis);
