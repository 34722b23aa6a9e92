import type { ComponentChildren, VNode } from 'preact';
import { EntryDetail, type HistoryEntry, historyLine } from '../audit/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { LinkButton } from '../ui/button.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { HiddenFields } from '../ui/form.tsx';
import { DescriptionList, Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import type {
  Direction,
  EntityDetail,
  Neighbour,
  RelationGroup,
  RelationPage,
} from './entity-queries.ts';
import {
  entityHref,
  groupTitle,
  isShown,
  ownPage,
  propertyLabel,
  titleOf,
  typeLabel,
} from './present.ts';
import { keysInOrder, valueInWords } from './property-values.ts';
import { graphHref, wholeStore } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.entity;

/** The rights of the reader to the entity. */
export interface EntityPowers {
  readonly edit: boolean;
  readonly remove: boolean;
  /** Relations may start or end here. */
  readonly relate: boolean;
  readonly seesHistory: boolean;
  /** The app relies on entities of its type. */
  readonly isSystem: boolean;
  /** Whether this user may remove a relation, by its type, direction and other end. */
  readonly mayEnd: (type: string, direction: Direction, other: string) => boolean;
}

export interface EntityPageProps {
  readonly entity: EntityDetail;
  readonly history: readonly HistoryEntry[];
  readonly may: EntityPowers;
}

export const crumbs = [{ label: texts.tabs.data, to: '/ontology/data' }] as const;

/** Everything about one entity (spec ontology-explorer#entity). */
export const entityPage = ({ entity, history, may }: EntityPageProps): VNode => (
  <Page
    title={titleOf(entity)}
    crumbs={crumbs}
    lead={
      <>
        {typeLabel(entity.type)} · <code>{entity.name}</code>
      </>
    }
    action={<Actions entity={entity} may={may} />}
  >
    {may.isSystem && (
      <Note tone="info">
        {ownPage(entity.type, entity.id) === undefined ? words.systemOnly : words.system}
      </Note>
    )}
    <Section id="facts" title={words.facts}>
      <DescriptionList
        of={[
          [
            words.type,
            <a href={graphHref(wholeStore, { types: [entity.type] })}>{typeLabel(entity.type)}</a>,
          ],
          [words.id, entity.id],
          [words.label, entity.label],
          [words.name, <code>{entity.name}</code>],
          [words.order, String(entity.sortOrder)],
          [words.active, entity.isActive ? words.yes : words.no],
          [words.created, <Time at={new Date(entity.createdAt)} style="moment" />],
          [words.updated, <Time at={new Date(entity.updatedAt)} style="moment" />],
        ]}
      />
    </Section>
    <Properties entity={entity} />
    <Relations entity={entity} may={may} />
    <History entity={entity} history={history} seesHistory={may.seesHistory} />
  </Page>
);

const Actions = ({
  entity: { id, type, label, name },
  may,
}: Pick<EntityPageProps, 'entity' | 'may'>) => {
  const page = ownPage(type, id);
  return (
    <>
      <LinkButton to={graphHref(wholeStore, { focus: id })}>{words.inGraph}</LinkButton>
      {may.isSystem && page !== undefined && <LinkButton to={page}>{words.ownPage}</LinkButton>}
      {may.edit && (
        <LinkButton to={`${entityHref(id)}/edit`} icon="edit">
          {words.edit}
        </LinkButton>
      )}
      {may.remove && (
        <RowMenu
          large
          label={titleOf({ label, name })}
          actions={[
            [
              {
                label: words.remove,
                to: `${entityHref(id)}/delete`,
                asks: true,
                danger: true,
                icon: 'trash',
              },
            ],
          ]}
        />
      )}
    </>
  );
};

const Properties = ({ entity }: Pick<EntityPageProps, 'entity'>) => {
  const keys = keysInOrder(entity.type, Object.keys(entity.properties)).filter(
    (key) => Object.hasOwn(entity.properties, key) && isShown(key),
  );
  return (
    <Section id="properties" title={words.properties}>
      {keys.length === 0 ? (
        <p class="muted">{words.noProperties}</p>
      ) : (
        <DescriptionList
          of={keys.map((key) => [
            propertyLabel(key),
            <Value key={key} type={entity.type} name={key} stored={entity.properties[key] ?? ''} />,
          ])}
        />
      )}
    </Section>
  );
};

const Value = ({ type, name, stored }: { type: string; name: string; stored: string }) => {
  const { text, refersTo, isDocument } = valueInWords(type, name, stored);
  if (refersTo !== undefined)
    return <a href={entityHref(text)}>{`${typeLabel(refersTo)} ${text}`}</a>;
  if (isDocument) return <pre class="mono">{text}</pre>;
  const lines = text.split('\n');
  return lines.length === 1 ? (
    text
  ) : (
    <ul class="bare">
      {lines.map((line, place) => (
        <li key={place}>{line}</li>
      ))}
    </ul>
  );
};

const Relations = ({ entity, may }: Pick<EntityPageProps, 'entity' | 'may'>) => (
  <Section
    id="relations"
    title={words.relations}
    {...(may.relate && {
      end: (
        <LinkButton to={`${entityHref(entity.id)}/relations/new`} kind="quiet" small icon="plus">
          {words.add}
        </LinkButton>
      ),
    })}
  >
    {entity.groups.length === 0 && <p class="muted">{words.noRelations}</p>}
    {entity.groups.map((group) => (
      <Group key={`${group.type} ${group.direction}`} id={entity.id} group={group} may={may} />
    ))}
  </Section>
);

const Group = ({ id, group, may }: { id: string; group: RelationGroup; may: EntityPowers }) => (
  <div class="gap-t">
    <h3>{groupTitle(group.label, group.direction)}</h3>
    <Neighbours
      of={group.first}
      id={id}
      end={({ type }) => may.mayEnd(group.type, group.direction, type)}
    />
    {group.more && (
      <p class="gap-t">
        <a
          href={`${entityHref(id)}/relations?type=${encodeURIComponent(group.type)}&direction=${group.direction}`}
        >
          {words.all}
          <span class="vh">: {groupTitle(group.label, group.direction)}</span>
        </a>
      </p>
    )}
  </div>
);

const Neighbours = ({
  of,
  id,
  end,
}: {
  of: readonly Neighbour[];
  id: string;
  end: (neighbour: Neighbour) => boolean;
}) => (
  <Rows
    of={of.map((neighbour) => ({
      key: neighbour.relation,
      text: titleOf(neighbour),
      to: entityHref(neighbour.id),
      sub: <span class="muted small">{typeLabel(neighbour.type)}</span>,
      ...(end(neighbour) && { end: <EndRelation id={id} neighbour={neighbour} /> }),
    }))}
  />
);

const EndRelation = ({
  id,
  neighbour,
}: {
  id: string;
  neighbour: Neighbour;
}): ComponentChildren => (
  <form method="post" action={`${entityHref(id)}/relations/end`}>
    <HiddenFields of={{ relation_id: neighbour.relation }} />
    <button class="btn quiet sm danger" type="submit">
      {words.end}
      <span class="vh"> {words.endRelation(titleOf(neighbour))}</span>
    </button>
  </form>
);

const History = ({
  entity,
  history,
  seesHistory,
}: {
  entity: EntityDetail;
  history: readonly HistoryEntry[];
  seesHistory: boolean;
}) => (
  <Section
    id="history"
    title={words.history}
    {...(seesHistory &&
      history.length > 0 && {
        end: (
          <a href={`/audit?target_type=${encodeURIComponent(entity.type)}&target_id=${entity.id}`}>
            {words.allHistory}
          </a>
        ),
      })}
  >
    {!seesHistory && <p class="muted">{words.historyNeeds}</p>}
    {seesHistory && history.length === 0 && <p class="muted">{words.noHistory}</p>}
    {history.map((entry) => (
      <Fold key={entry.seq} title={historyLine(entry)} end={<Time at={entry.at} style="moment" />}>
        <EntryDetail {...entry} />
      </Fold>
    ))}
  </Section>
);

/** A page of relations of one kind. */
export const relationsPage = (
  { id, label, relation, neighbours }: RelationPage,
  {
    type,
    direction,
    size,
    isFirst,
    may,
  }: {
    type: string;
    direction: Direction;
    size: number;
    isFirst: boolean;
    may: Pick<EntityPowers, 'mayEnd'>;
  },
): VNode => {
  const shown = neighbours.slice(0, size);
  const address = `${entityHref(id)}/relations?type=${encodeURIComponent(type)}&direction=${direction}`;
  return (
    <Page
      title={texts.relation.page(groupTitle(relation, direction), label)}
      crumbs={[...crumbs, { label, to: entityHref(id) }]}
    >
      {shown.length === 0 ? (
        <p class="muted">{words.noRelations}</p>
      ) : (
        <Neighbours
          of={shown}
          id={id}
          end={(neighbour) => may.mayEnd(type, direction, neighbour.type)}
        />
      )}
      <div class="pager">
        {!isFirst && (
          <LinkButton to={address} kind="quiet" small>
            {texts.relation.first}
          </LinkButton>
        )}
        {neighbours.length > size && (
          <LinkButton to={`${address}&after=${shown.at(-1)?.id ?? '0'}`} kind="quiet" small>
            {texts.relation.next50}
          </LinkButton>
        )}
      </div>
    </Page>
  );
};
