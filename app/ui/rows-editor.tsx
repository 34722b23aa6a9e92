import type { VNode } from 'preact';
import type { ChoiceOption } from './choice-field.tsx';

interface RowsEditorProps<Row> {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** The stored rows and an empty one; an empty row is not saved. */
  readonly rows: readonly Row[];
  /** The button that adds an empty row, with JavaScript. */
  readonly add: { readonly id: string; readonly label: string };
  /** One control per column. @param at counts rows from 1 */
  readonly cells: (row: Row, at: number) => readonly VNode[];
}

/**
 * A table of fields: one row per item, repeated names. Without JavaScript each save offers another
 * empty row.
 */
export const RowsEditor = <Row,>({
  id,
  caption,
  columns,
  rows,
  add,
  cells,
}: RowsEditorProps<Row>) => (
  <>
    <table class="table cards edited">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody id={`${id}-body`}>
        {rows.map((row, at) => (
          <tr key={`${at + 1}`}>
            {cells(row, at + 1).map((cell, column) => (
              <td key={columns[column]} data-label={columns[column]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    <div class="acts">
      <button class="btn quiet sm scripted" type="button" id={add.id} data-add-row={`${id}-body`}>
        {add.label}
      </button>
    </div>
  </>
);

interface RowInputProps {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly type?: 'text' | 'date' | undefined;
}

export const RowInput = ({ name, value, label, type = 'text' }: RowInputProps) => (
  <input
    class="input sm"
    name={name}
    {...({ type } as { type: 'text' })}
    value={value}
    aria-label={label}
    autoComplete="off"
    maxLength={200}
  />
);

interface RowSelectProps extends Omit<RowInputProps, 'type'> {
  readonly options: readonly ChoiceOption[];
}

export const RowSelect = ({ name, value, label, options }: RowSelectProps) => (
  <select class="input sm" name={name} aria-label={label} value={value}>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);
