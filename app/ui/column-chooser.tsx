import { columnsText } from './column-choice.ts';
import { Dropdown } from './dropdown.tsx';
import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import { menuForm, openedBy } from './row-parts.tsx';
import { StateFields } from './state-fields.tsx';
import { type TableDefinition, type TableState, tableHref } from './table-state.ts';
import { texts } from './texts.ts';

export interface ColumnChooserProps {
  readonly definition: TableDefinition;
  readonly state: TableState;
  readonly id: string;
  /** Address that saves the order for this user by POST (`columns`, `redirect_to`). */
  readonly keep?: string;
  /**
   * Whether this user may make it the default for everyone (`set_global=true` to the same address).
   */
  readonly everyone?: boolean;
}

/** Replaces the row key if the chooser is open; no row has this key. */
const key = '*columns';

/** The chooser if open, otherwise its button. */
export const Columns = (props: ColumnChooserProps) =>
  props.state.menu === key ? (
    <ColumnChooser {...props} />
  ) : (
    <button
      class="btn quiet sm"
      type="submit"
      form={menuForm(props.id)}
      name="menu"
      value={key}
      aria-expanded="false"
    >
      <Summary />
    </button>
  );

const Summary = () => (
  <>
    <Icon name="columns" small />
    {texts.table.columns}
  </>
);

/**
 * Which columns are shown, and in which order: check boxes, move buttons, and dragging with
 * JavaScript. Hidden columns keep their place.
 */
const ColumnChooser = ({ definition, state, id, keep, everyone = false }: ColumnChooserProps) => {
  const movable = state.columns.filter(
    ({ key }) => definition.columns.find((column) => column.key === key)?.always !== true,
  );
  return (
    <Dropdown summary={<Summary />} openAs={openedBy(menuForm(id))}>
      <div class="pop-head strong">{texts.table.columns}</div>
      <form action={definition.path} data-swap={id} data-columns="">
        <StateFields definition={definition} state={{ ...state, page: 1 }} without={['columns']} />
        <input type="hidden" name="columns" value={columnsText(state.columns)} />
        <input type="hidden" name="chosen" value="1" />
        <ul role="list">
          {state.columns.map(({ key: name, shown }) => {
            const column = definition.columns.find((candidate) => candidate.key === name);
            const place = movable.findIndex((candidate) => candidate.key === name);
            const label = column?.label ?? name;
            return (
              <li class="item" key={name} {...(place < 0 ? {} : { 'data-column': name })}>
                <span class="grip scripted">
                  <Icon name="drag" small />
                </span>
                <label class="check">
                  <input
                    class="tick"
                    type="checkbox"
                    name="col"
                    value={name}
                    checked={shown}
                    disabled={place < 0}
                  />
                  {label}
                </label>
                <span class="end acts">
                  {place < 0 ? (
                    <span class="small">{texts.table.alwaysShown}</span>
                  ) : (
                    <>
                      <Move
                        to="up"
                        column={name}
                        label={texts.table.moveUp(label)}
                        disabled={place === 0}
                      />
                      <Move
                        to="down"
                        column={name}
                        label={texts.table.moveDown(label)}
                        disabled={place === movable.length - 1}
                      />
                    </>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
        <div class="pop-foot no-script">
          <button class="btn sm" type="submit" name="menu" value="">
            {texts.table.applyColumns}
          </button>
        </div>
        {/* The response to each change has the chooser open, unless the button "Done" was
            pressed. */}
        <input type="hidden" name="menu" value={key} />
      </form>
      {keep !== undefined && (
        <form class="pop-foot acts" method="post" action={keep}>
          <HiddenFields
            of={{
              columns: columnsText(state.columns),
              redirect_to: tableHref(definition, state, { page: 1 }),
            }}
          />
          <button class="linkish" type="submit">
            {texts.table.keepColumns}
          </button>
          {everyone && (
            <button class="linkish" type="submit" name="set_global" value="true">
              {texts.table.columnsForEveryone}
            </button>
          )}
        </form>
      )}
    </Dropdown>
  );
};

const Move = ({
  to,
  column,
  label,
  disabled,
}: {
  to: 'up' | 'down';
  column: string;
  label: string;
  disabled: boolean;
}) => (
  <button
    class="btn quiet sq sm"
    type="submit"
    name={to}
    value={column}
    aria-label={label}
    disabled={disabled}
  >
    <Icon name={to === 'up' ? 'arrow-up' : 'arrow-down'} small />
  </button>
);
