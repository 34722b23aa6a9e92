import { Button } from './button.tsx';
import { HiddenFields } from './form.tsx';
import { texts } from './texts.ts';

/**
 * An action on several rows: a POST with `ids` (one per row), or `scope=all` and `query` for every
 * row of the list.
 */
export interface BulkAction {
  /** Ends with an ellipsis if a question follows. */
  readonly label: string;
  readonly to: string;
  readonly danger?: boolean;
  /** The response to the POST is a question, shown as a dialog with JavaScript. */
  readonly asks?: boolean;
  /** A field that the button adds, if several actions have one address. */
  readonly name?: string;
  readonly value?: string;
}

export interface SelectionBarProps {
  readonly id: string;
  readonly noun: string;
  readonly of: readonly BulkAction[];
  readonly total: number;
  /** Whether there are more than `total`. */
  readonly more: boolean;
  /** Rows on this page. */
  readonly shown: number;
  /** Address of the list, for "all that match". */
  readonly query: string;
}

/** Actions on the selected rows. CSS shows it when a row is selected, without JavaScript. */
export const SelectionBar = ({ id, noun, of, total, more, shown, query }: SelectionBarProps) => (
  <form
    class="selbar"
    id={`${id}-selection`}
    method="post"
    aria-label={texts.table.withSelected(noun)}
    data-selection=""
  >
    <HiddenFields of={{ query }} />
    <input type="hidden" name="scope" value="ids" />
    <span role="status">
      <strong
        data-selected={texts.table.selected(0)}
        data-everything={texts.table.allSelected(total, more)}
      >
        {texts.table.withSelected(noun)}
      </strong>{' '}
      {total > shown && (
        <button class="linkish scripted" type="button" data-select-everything="">
          {texts.table.selectAllOf(total, more)}
        </button>
      )}
    </span>
    {of.map(({ label, to, danger = false, asks = false, ...field }) => (
      <button
        key={label}
        class={danger ? 'btn quiet danger sm' : 'btn quiet sm'}
        type="submit"
        formAction={to}
        {...field}
        {...(asks ? { 'data-dialog': '' } : {})}
      >
        {label}
      </button>
    ))}
    <span data-clear="" class="scripted">
      <Button kind="quiet" small icon="close" label={texts.table.clearSelection} />
    </span>
  </form>
);
