import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { lacksPlaces, placesIn } from '../../../src/guard/decide/waf/addresses/places.ts';
import { cellsOf } from '../../../src/guard/serve/gateway.ts';
import { SharedCells } from '../../../src/operate/supervise/cells.ts';

// In this order, in a process of its own: what was found installed is taken for installed from then on.
test('a package that is installed while the gateway runs is there from the next reload on, for all workers alike', (t) => {
  const settings = settingsShape.parse({});
  const without = registerHooks({
    resolve(name, context, next) {
      if (name.startsWith('@ip-location-db/asn/')) throw new Error('not installed');
      return next(name, context);
    },
  });
  t.after(() => without.deregister());
  const cells = new SharedCells();
  const first = cells.layOut();
  assert.equal(placesIn(settings, first.cells).hasSystems, false);
  assert.match(lacksPlaces('autonomous systems', settings), /npm install/);
  first.settle();

  without.deregister();
  const begunAnew = placesIn(settings, cellsOf(cells.laid));
  assert.equal(begunAnew.hasSystems, false, 'a worker that takes the place of one goes by what was compiled');

  const next = cells.layOut();
  assert.equal(lacksPlaces('autonomous systems', settings), '');
  const places = placesIn(settings, next.cells);
  assert.equal(places.hasSystems, true);
  assert.equal(places.systems()(parseAddress('8.8.8.8')!), 15_169);
  next.settle();
  const worker = placesIn(settings, cellsOf(cells.laid));
  assert.equal(worker.hasSystems, true);
  assert.equal(worker.systems()(parseAddress('1.1.1.1')!), 13_335);
});
