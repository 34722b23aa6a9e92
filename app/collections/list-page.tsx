import type { VNode } from 'preact';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import type { Field } from './fields.ts';
import type { Direction } from './order.ts';
import { crumbsOf, leadOf, type Place } from './place.ts';
import { texts } from './texts.ts';

/** The item that was moved a moment ago, and by which button: that keeps the focus. */
export interface Focus {
  readonly moved?: string | undefined;
  readonly by?: Direction | undefined;
}

export const listPage = (place: Place, items: readonly EntitySnapshot[], focus: Focus): VNode => {
  const { collection, list } = place;
  const { title, one, empty } = collection.texts;
  const lead = leadOf(place);
  const add = (
    <LinkButton to={`${list}/new`} kind="primary" icon="plus">
      {texts.add(one)}
    </LinkButton>
  );
  return (
    <Page
      title={title}
      crumbs={crumbsOf(place, true)}
      {...(lead === undefined ? {} : { lead })}
      action={items.length > 0 && add}
    >
      {items.length === 0 ? (
        <EmptyState icon="document" title={texts.none(title)} action={add}>
          {empty}
        </EmptyState>
      ) : (
        <Form wide id="items" to={list} label={title} guard={false}>
          <SimpleTable
            caption={title}
            of={items}
            rowKey={({ id }) => id}
            columns={columnsOf(place, items, focus)}
          />
        </Form>
      )}
    </Page>
  );
};

const columnsOf = (
  place: Place,
  items: readonly EntitySnapshot[],
  focus: Focus,
): readonly SimpleColumn<EntitySnapshot>[] => {
  const { collection, list } = place;
  const { fields, order, below } = collection;
  const { label: caption } = fields.label;
  return [
    ...(order === undefined
      ? []
      : [
          {
            label: texts.place,
            number: true,
            cell: (item: EntitySnapshot) => items.indexOf(item) + 1,
          },
        ]),
    {
      label: caption,
      header: true,
      cell: ({ id, label, isActive }) => (
        <>
          <a href={below ? `${list}/${id}/${below}` : `${list}/${id}`}>{label}</a>
          {!isActive && <span class="sub muted">{texts.archived}</span>}
        </>
      ),
    },
    ...Object.entries(fields)
      .filter(([name, { column }]) => column && name !== 'label')
      .map(([name, field]) => ({
        label: field.label,
        minor: true,
        cell: ({ properties }: EntitySnapshot) => shown(field, properties[name] ?? ''),
      })),
    {
      label: texts.actions,
      actions: true,
      cell: (item) => <Actions place={place} items={items} item={item} focus={focus} />,
    },
  ];
};

const shown = (field: Field, value: string): string => {
  if (field.kind === 'flag') return value === 'true' ? texts.yes : texts.no;
  if (field.kind !== 'choice') return value;
  return field.options.find((option) => option.value === value)?.label ?? value;
};

interface ActionsProps {
  readonly place: Place;
  readonly items: readonly EntitySnapshot[];
  readonly item: EntitySnapshot;
  readonly focus: Focus;
}

const other = (by: Direction): Direction => (by === 'up' ? 'down' : 'up');

const Actions = ({ place: { collection, list }, items, item, focus }: ActionsProps) => {
  const { id, label, isActive } = item;
  const [isFirst, isLast] = [items[0] === item, items.at(-1) === item];
  const { actions } = collection;
  const gone = (by: Direction) => (by === 'up' ? isFirst : isLast);
  return (
    <span class="acts">
      {actions.moved &&
        (['up', 'down'] as const).map((by) => (
          <button
            key={by}
            class="btn quiet sq sm"
            type="submit"
            name="by"
            value={by}
            formaction={`${list}/${id}/move`}
            aria-label={texts[by](label)}
            disabled={gone(by)}
            {...(focus.moved === id && !gone(by) && (focus.by === by || gone(other(by)))
              ? { autoFocus: true }
              : {})}
          >
            <Icon name={by === 'up' ? 'arrow-up' : 'arrow-down'} small />
          </button>
        ))}
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
