/** One row of many in a JSON document: fields of all kinds, and a note that is prose. */
export const customer = (i: number): object => ({
  id: i,
  name: `Customer ${i}`,
  email: `customer${i}@example.com`,
  note: "Please leave it at the neighbours'; they're home until five, thank you & see you soon.",
  active: true,
  total: 129.95,
  tags: ['new', 'retail', 'eu-west'],
  created: '2026-03-14T09:26:53Z',
});
