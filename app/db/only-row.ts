/** The row of a query that always has one, such as one without conditions. */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new TypeError('A query that always has a row returned none.');
  return row;
}
