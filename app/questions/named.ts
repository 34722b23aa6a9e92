/** A committee, position, item or person by id. */
export interface Named {
  readonly id: string;
  readonly label: string;
}
