import type { VNode } from 'preact';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Frame } from './frame.tsx';
import { type Focus, ItemTable } from './item-table.tsx';
import type { Place } from './place.ts';
import { texts } from './texts.ts';

export const listPage = (place: Place, items: readonly EntitySnapshot[], focus: Focus): VNode => {
  const { collection, list } = place;
  const { title, one, empty } = collection.texts;
  const add = (
    <LinkButton to={`${list}/new`} kind="primary" icon="plus">
      {texts.add(one)}
    </LinkButton>
  );
  return (
    <Frame place={place} title={title} isList action={items.length > 0 && add}>
      {items.length === 0 ? (
        <EmptyState icon="document" title={texts.none(title)} action={add}>
          {empty}
        </EmptyState>
      ) : (
        <ItemTable
          collection={collection}
          list={list}
          items={items}
          focus={focus}
          back="list"
          mayChange
        />
      )}
    </Frame>
  );
};
