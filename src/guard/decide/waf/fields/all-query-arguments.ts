import { field } from '../field.ts';
import { argumentNames, queryArguments, received } from '../parts/query-arguments.ts';
import { nothing } from '../shapes.ts';

/** The values of all arguments of the query; their names are not looked at. */
export default field({
  name: 'AllQueryArguments',
  shape: nothing('The value of each argument of the query.'),
  adds: 10,
  compile:
    (_, { query = received }) =>
    (x) =>
      queryArguments(query(x), null),
  names:
    (_, { query = received }) =>
    (x) =>
      argumentNames(query(x)),
});
