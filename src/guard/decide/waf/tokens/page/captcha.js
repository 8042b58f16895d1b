(({ portcullis }) => {
  const { at: base, words } = document.body.dataset;
  const at = `${base}/captcha`;
  const of = (id) => document.getElementById(id);
  const [form, picture, question, label, answer, send, other, kind, state, again] = [
    'form',
    'picture',
    'question',
    'label',
    'answer',
    'send',
    'other',
    'kind',
    'state',
    'again',
  ].map(of);
  let inWords = false;
  let round = 0;
  let puzzle = null;
  let counter = null;

  function say(text, bad) {
    state.textContent = text;
    state.className = bad ? 'bad' : '';
  }

  function stop(text) {
    form.hidden = true;
    again.hidden = false;
    say(text, true);
  }

  /** Another puzzle; its work is done while the person looks at it. */
  async function next(text, bad) {
    const mine = ++round;
    again.hidden = true;
    for (const button of [send, other, kind]) button.disabled = true;
    const { ok, status, body } = await portcullis.ask(inWords ? `${at}?as=words` : at);
    if (mine !== round) return;
    if (status === 429) return stop('Too many puzzles in a short time. Please wait a minute.');
    if (!ok) return stop('The puzzle could not be loaded. Please try again.');
    puzzle = body;
    picture.hidden = body.picture === undefined;
    if (body.picture !== undefined) picture.src = body.picture;
    question.hidden = body.question === undefined;
    question.textContent = body.question || '';
    label.textContent = inWords ? 'Your answer' : 'The letters and digits in the picture';
    kind.textContent = inWords ? 'A picture instead' : 'A question instead';
    kind.hidden = words !== 'true';
    answer.value = '';
    form.hidden = false;
    for (const button of [send, other, kind]) button.disabled = false;
    say(text || '', bad);
    answer.focus();
    counter = portcullis.work(body.nonce, body.difficulty, () => mine === round);
  }

  async function hand() {
    if (puzzle === null) return;
    const { ticket } = puzzle;
    for (const button of [send, other, kind]) button.disabled = true;
    say('Checking …');
    const result = await portcullis.send(at, { ticket, counter: await counter, answer: answer.value });
    if (result.ok) {
      say('Solved.');
      if (portcullis.turning())
        return stop(
          'Solved, but your browser does not keep the cookie it gets. Please allow cookies for this site.',
        );
      return location.reload();
    }
    if (result.status === 429) return stop('Too many attempts. Please wait some minutes.');
    const late = result.body.reason === 'expired';
    await next(
      late ? 'That took too long; here is another one.' : 'That was not right; here is another one.',
      true,
    );
  }

  const guard = (run) => run().catch(() => stop('The connection broke off. Please try again.'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    guard(hand);
  });
  other.addEventListener('click', () => guard(() => next()));
  kind.addEventListener('click', () => {
    inWords = !inWords;
    guard(() => next());
  });
  again.addEventListener('click', () => guard(() => next()));
  guard(() => next());
})(globalThis);
