import { Button } from './button.tsx';
import { HiddenFields } from './form.tsx';
import { Tabs } from './tabs.tsx';
import { texts } from './texts.ts';

/** A saved view of the list. */
export interface TableView {
  readonly label: string;
  /** From `tableHref`. */
  readonly to: string;
  readonly count?: number;
}

export interface TableViewsProps {
  readonly views: readonly TableView[];
  /** Address that saves a view by POST (`name`, `address`); omitted if not allowed. */
  readonly save: string | undefined;
  /** Address of the current list, on its first page; identifies the active view. */
  readonly address: string;
}

export const TableViews = ({ views, save, address }: TableViewsProps) => (
  <Tabs
    label={texts.table.views}
    of={views.map((view) => ({ ...view, current: view.to === address }))}
  >
    {save !== undefined && (
      <>
        <Button kind="quiet" opens="save-view">
          {texts.table.saveView}
        </Button>
        <dialog class="dialog pop" id="save-view" aria-labelledby="save-view-title">
          <form class="stack" method="post" action={save}>
            <HiddenFields of={{ address }} />
            <div class="field">
              <label id="save-view-title" for="save-view-name">
                {texts.table.viewName}
              </label>
              <input
                class="input"
                id="save-view-name"
                name="name"
                maxLength={40}
                required
                autoComplete="off"
              />
            </div>
            <div class="acts">
              <Button closes="save-view">{texts.form.cancel}</Button>
              <Button kind="primary" type="submit">
                {texts.table.viewSave}
              </Button>
            </div>
          </form>
        </dialog>
      </>
    )}
  </Tabs>
);
