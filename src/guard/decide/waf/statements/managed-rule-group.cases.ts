import { cases } from '../cases.ts';

export default cases({
  settings: {},
  rejects: [
    { settings: { VendorName: 'AWS' }, notes: ['shape.missing'] },
    { settings: { VendorName: 'Nobody', Name: 'Nothing' }, notes: ['shape.value'] },
  ],
});
