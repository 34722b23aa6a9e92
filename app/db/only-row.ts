/** The row of a query that always has one, because nothing limits its rows. */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new TypeError('A query without conditions has one row.');
  return row;
}
