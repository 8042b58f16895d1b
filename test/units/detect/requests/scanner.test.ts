import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callback, probeOf, scannerAgent } from '../../../../src/guard/decide/waf/detect/scanner/scanner.ts';

test('a tool counts where it names itself, not where a word has its name in it', () => {
  for (const agent of [
    'sqlmap/1.8',
    'Mozilla/5.0 (compatible; Nikto/2.5)',
    'x/1 nuclei/2',
    'Hydra',
    'Mozilla/5.0 (Hydra)',
  ])
    assert.notEqual(scannerAgent(agent), '', agent);
  for (const agent of ['sqlmapper/1', 'HydraClient/2', 'Photon/1 Chrome/126', 'Niktor', '', 'Megaphone/3'])
    assert.equal(scannerAgent(agent), '', agent);
});

test('what lies about is told from what its owner may want to reach', () => {
  assert.deepEqual(probeOf('/.git/config'), { what: '/.git/', console: false });
  assert.deepEqual(probeOf('/app/.env'), { what: '.env', console: false });
  assert.equal(probeOf('/phpmyadmin/')?.console, true);
  assert.equal(probeOf('/index.php~')?.console, false);
  assert.equal(probeOf('/index.php'), null);
  assert.equal(probeOf('/server-status-page'), null);
});

test('a host of a service for callbacks is found in a value, not in a longer name', () => {
  assert.equal(callback('http://abc.oast.fun/x'), 'abc.oast.fun');
  assert.equal(callback('root@abc.interact.sh'), 'abc.interact.sh');
  assert.equal(callback('https://toast.fun/'), '');
  assert.equal(callback('https://abc.oast.fun.example/'), '');
});
