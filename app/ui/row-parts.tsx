import { Icon } from './icon.tsx';
import { StateFields } from './state-fields.tsx';
import type { TableDefinition, TableState } from './table-state.ts';
import { texts } from './texts.ts';

/** Id of a table's form that requests the menu of a row. */
export const menuForm = (id: string): string => `${id}-menu`;

/** Id of a table's form that requests the detail of a row. */
export const detailForm = (id: string): string => `${id}-detail`;

/**
 * Id of the part that such a form opens, to which the browser scrolls; `app/client/row-parts.ts`
 * finds it in the response.
 */
export const openedBy = (form: string): string => `${form}-open`;

/**
 * Requests the current list with a part of one row open: the rows have buttons of this form, with
 * their keys.
 */
export const RowForm = ({
  id,
  definition,
  state,
}: {
  id: string;
  definition: TableDefinition;
  state: TableState;
}) => (
  <form id={id} action={`${definition.path}#${openedBy(id)}`} hidden>
    <StateFields definition={definition} state={state} />
  </form>
);

/**
 * Requests the page with the detail of a row open. The button of the open row has no name, so it
 * requests the page without.
 */
export const DetailOpener = ({
  form,
  row,
  name,
  isOpen,
}: {
  form: string;
  row: string;
  name: string;
  isOpen: boolean;
}) => (
  <button
    class="btn quiet sq sm"
    type="submit"
    form={form}
    {...(isOpen ? { 'aria-controls': openedBy(form) } : { name: 'open', value: row })}
    aria-label={texts.table.details(name)}
    aria-expanded={isOpen}
  >
    <Icon name="chevron-right" small />
  </button>
);
