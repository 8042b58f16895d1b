import { z } from 'zod';
import { field } from '../field.ts';
import { named } from '../parts/named.ts';
import { queryArguments, received } from '../parts/query-arguments.ts';

/** One argument of the query, however often it is there. */
export default field({
  name: 'SingleQueryArgument',
  shape: named(z.string().min(1).max(30).describe('Its name, in any case.'), 'One argument of the query.'),
  compile({ Name }, { query = received }) {
    const name = Name.toLowerCase();
    return (x) => queryArguments(query(x), name);
  },
});
