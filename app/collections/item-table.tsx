import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { LinkButton } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { type Direction, MoveButtons } from '../ui/move.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import type { Collection } from './collection.ts';
import type { Field } from './fields.ts';
import { texts } from './texts.ts';

/** An item as a row. */
export type Item = Pick<EntitySnapshot, 'id' | 'label' | 'isActive' | 'properties'>;

/** The item that was moved a moment ago, and by which button: that keeps the focus. */
export interface Focus {
  readonly moved?: string | undefined;
  readonly by?: Direction | undefined;
}

export interface ItemTableProps {
  readonly collection: Collection;
  /** Address of the list. */
  readonly list: string;
  readonly items: readonly Item[];
  /** Whether the reader may change items. */
  readonly mayChange: boolean;
  readonly focus?: Focus;
  /** `list`: its buttons return to the list. @default the collection's home */
  readonly back?: 'list';
}

/** The items of a collection, with what can be done to them; in its list, or a part of a page. */
export const ItemTable = (props: ItemTableProps) => {
  const { collection, list, items, mayChange, back } = props;
  const mayMove = mayChange && collection.actions.moved !== undefined;
  const { title } = collection.texts;
  return (
    <Form
      wide
      id={`${collection.type}-items`}
      to={list}
      label={title}
      guard={false}
      hidden={back === undefined ? {} : { back }}
    >
      <SimpleTable
        caption={title}
        of={items}
        rowKey={({ id }) => id}
        columns={columnsOf(props)}
        place={mayMove ? (item) => ({ place: items.indexOf(item) + 1 }) : undefined}
      />
    </Form>
  );
};

const columnsOf = (props: ItemTableProps): readonly SimpleColumn<Item>[] => {
  const { collection, list, items, mayChange } = props;
  const { fields, order, below } = collection;
  const { label: caption } = fields.label;
  return [
    ...(order === undefined
      ? []
      : [
          {
            label: texts.place,
            number: true,
            cell: (item: Item) => items.indexOf(item) + 1,
          },
        ]),
    {
      label: caption,
      header: true,
      cell: ({ id, label, isActive }) => (
        <>
          {mayChange ? (
            <a href={below ? `${list}/${id}/${below}` : `${list}/${id}`}>{label}</a>
          ) : (
            label
          )}
          {!isActive && <span class="sub muted">{texts.archived}</span>}
        </>
      ),
    },
    ...Object.entries(fields)
      .filter(([name, { column }]) => column && name !== 'label')
      .map(([name, field]) => ({
        label: field.label,
        ...(field.kind === 'number' ? { number: true } : { minor: true }),
        cell: ({ properties }: Item) => shown(field, properties[name] ?? ''),
      })),
    ...(mayChange
      ? [
          {
            label: texts.actions,
            actions: true,
            cell: (item: Item) => <Actions {...props} item={item} />,
          },
        ]
      : []),
  ];
};

const shown = (field: Field, value: string): string => {
  if (field.kind === 'flag') return value === 'true' ? texts.yes : texts.no;
  if (field.kind !== 'choice') return value;
  return field.options.find((option) => option.value === value)?.label ?? value;
};

const Actions = ({
  collection,
  list,
  items,
  item,
  focus = {},
}: ItemTableProps & { readonly item: Item }) => {
  const { id, label, isActive } = item;
  const [isFirst, isLast] = [items[0] === item, items.at(-1) === item];
  const { actions } = collection;
  return (
    <span class="acts">
      {actions.moved && (
        <MoveButtons
          to={`${list}/${id}/move`}
          label={label}
          isAtEnd={(by) => (by === 'up' ? isFirst : isLast)}
          moved={focus.moved === id ? focus.by : undefined}
        />
      )}
      <LinkButton to={`${list}/${id}`} kind="quiet" small icon="edit" label={texts.edit(label)} />
      {actions.archived && (
        <button
          class="btn quiet sm"
          type="submit"
          formaction={`${list}/${id}/${isActive ? 'archive' : 'restore'}`}
        >
          {isActive ? texts.archive(label) : texts.restore(label)}
        </button>
      )}
      <LinkButton
        to={`${list}/${id}/delete`}
        kind="quiet"
        small
        dialog
        icon="trash"
        label={texts.remove(label)}
      />
    </span>
  );
};
