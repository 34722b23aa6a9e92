import { type TableDefinition, type TableState, tableParams } from './table-state.ts';

/** The rest of the state as hidden fields, so that a form of the list changes only its own part. */
export const StateFields = ({
  definition,
  state,
  without = [],
}: {
  definition: TableDefinition;
  state: TableState;
  without?: readonly string[];
}) => (
  <>
    {[...tableParams(definition, state)]
      .filter(([name]) => !without.includes(name))
      .map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
  </>
);
