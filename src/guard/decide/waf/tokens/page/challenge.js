(({ portcullis }) => {
  const at = `${document.body.dataset.at}/challenge`;
  const state = document.getElementById('state');
  const bar = document.getElementById('bar');
  const again = document.getElementById('again');

  function stop(text) {
    state.textContent = text;
    state.className = 'bad';
    bar.hidden = true;
    again.hidden = false;
  }

  async function run() {
    const { ok, body } = await portcullis.ask(at);
    if (!ok) return stop('The check could not begin. Please try again in a minute.');
    const usual = 2 ** body.difficulty;
    const counter = await portcullis.work(body.nonce, body.difficulty, (tried) => {
      bar.value = 100 * (1 - Math.exp(-tried / usual));
    });
    const result = await portcullis.send(at, { ticket: body.ticket, counter });
    if (!result.ok) return stop('The check did not succeed. Please try again.');
    bar.value = 100;
    if (portcullis.turning())
      return stop(
        'The check succeeded, but your browser does not keep the cookie it gives. Please allow cookies for this site.',
      );
    location.reload();
  }

  const begin = () => {
    again.hidden = true;
    bar.hidden = false;
    bar.removeAttribute('value');
    state.textContent = '';
    state.className = '';
    run().catch(() => stop('The connection broke off. Please try again.'));
  };
  again.addEventListener('click', begin);
  begin();
})(globalThis);
