import type { ComponentChildren, VNode } from 'preact';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { Page, type PageProps } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Time } from '../ui/time.tsx';
import { number } from '../ui/words.ts';
import { GraphFilters } from './filters.tsx';
import { GraphView } from './graph-view.tsx';
import { entityHref, type GraphOutline, type SchemaAnswer, titleOf, typeLabel } from './present.ts';
import { type GraphQuery, graphHref, wholeStore } from './schema.ts';
import { texts } from './texts.ts';

type Tab = 'concepts' | 'data' | 'reference';

const tabs: Readonly<Record<Tab, string>> = {
  concepts: '/ontology',
  data: '/ontology/data',
  reference: '/ontology/reference',
};

/** A page under the three tabs (spec ontology-explorer#tabs). */
export const OntologyPage = ({
  tab,
  children,
  ...page
}: Omit<PageProps, 'title'> & { tab: Tab; children: ComponentChildren }) => (
  <Page title={texts.title} short={texts.tabs[tab]} {...page}>
    <Tabs
      label={texts.tabs.label}
      of={(Object.keys(tabs) as Tab[]).map((each) => ({
        label: texts.tabs[each],
        to: tabs[each],
        current: each === tab,
      }))}
    />
    {children}
  </Page>
);

const own = texts.concepts;

export const conceptsPage = (schema: SchemaAnswer): VNode => (
  <OntologyPage
    tab="concepts"
    module="graph"
    lead={
      <>
        {own.lead(schema.nodes.length, schema.edges.length)} · {own.countedAt}{' '}
        <Time at={new Date(schema.counted_at)} style="relative" inSentence />
      </>
    }
  >
    <div class="graph-page">
      <GraphView
        kind="schema"
        source="/ontology/api/schema"
        label={own.graph}
        types={schema.nodes.map(({ id }) => id)}
      />
      <Section id="types" title={own.table} count={number(schema.nodes.length)}>
        <SimpleTable
          caption={own.table}
          of={schema.nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              label: own.type,
              header: true,
              cell: ({ id, label }) => <a href={graphHref(wholeStore, { types: [id] })}>{label}</a>,
            },
            { label: own.instances, number: true, cell: ({ count }) => number(count) },
            {
              label: own.keys,
              cell: ({ property_keys: keys }) =>
                keys.length === 0 ? <span class="muted">{own.none}</span> : keys.join(', '),
            },
          ]}
        />
      </Section>
      <Section id="type-relations" title={own.relations} count={number(schema.edges.length)}>
        <SimpleTable
          caption={own.relations}
          of={schema.edges}
          rowKey={({ source, relation_type: relation, target }) =>
            `${source} ${relation} ${target}`
          }
          columns={[
            { label: own.source, header: true, cell: ({ source }) => typeLabel(source) },
            {
              label: own.relation,
              cell: ({ source, target, relation_type: relation, relation_label: label }) => (
                <a
                  href={graphHref(wholeStore, {
                    types: [...new Set([source, target])],
                    relation: [relation],
                  })}
                >
                  {label}
                </a>
              ),
            },
            { label: own.target, cell: ({ target }) => typeLabel(target) },
            { label: own.uses, number: true, cell: ({ count }) => number(count) },
          ]}
        />
      </Section>
    </div>
  </OntologyPage>
);

export interface DataPageProps {
  readonly query: GraphQuery;
  readonly graph: GraphOutline;
  readonly schema: SchemaAnswer;
  readonly may: { readonly create: boolean };
}

const data = texts.data;
/** Rows per page of each table. */
const rows = 50;

export const dataPage = (props: DataPageProps): VNode => <DataPage {...props} />;

const DataPage = ({ query, graph, schema, may }: DataPageProps) => {
  const { nodes, edges, truncated } = graph;
  const focus = nodes.find(({ id }) => String(id) === query.focus);
  return (
    <OntologyPage
      tab="data"
      module="graph"
      lead={data.lead(nodes.length, edges.length)}
      {...(may.create && {
        action: (
          <LinkButton to="/ontology/data/new" icon="plus">
            {texts.form.newEntity}
          </LinkButton>
        ),
      })}
    >
      <div id="graph-region" class="region" data-region={graphHref(query)}>
        {truncated && <Note tone="info">{data.truncated(nodes.length)}</Note>}
        <Around query={query} {...(focus === undefined ? {} : { focus: titleOf(focus) })} />
        <div class="graph-side">
          <GraphFilters query={query} schema={schema} />
          <div class="graph-page">
            {nodes.length === 0 ? (
              <EmptyState
                icon="search"
                title={data.noneTitle}
                role="status"
                action={<LinkButton to="/ontology/data">{data.reset}</LinkButton>}
              >
                {data.none}
              </EmptyState>
            ) : (
              <>
                <GraphView
                  kind="data"
                  source={graphHref(query, {}, '/ontology/api/graph')}
                  label={data.graph}
                  focus={query.focus}
                  types={[...new Set(nodes.map((node) => node.entity_type))].toSorted()}
                />
                <Entities query={query} graph={graph} />
                <Relations query={query} graph={graph} />
              </>
            )}
          </div>
        </div>
      </div>
    </OntologyPage>
  );
};

/** The graph's start and expanded entities, with a link back. */
const Around = ({ query, focus }: { query: GraphQuery; focus?: string }) =>
  focus === undefined && query.expand.length === 0 ? null : (
    <p class="acts graph-around">
      {focus !== undefined && (
        <>
          <strong>{data.focus(focus)}</strong>
          <LinkButton
            to={graphHref({ ...query, focus: undefined, depth: 1 })}
            kind="quiet"
            small
            icon="close"
          >
            {data.leave}
          </LinkButton>
        </>
      )}
      {query.expand.length > 0 && (
        <>
          <span>{data.expanded(query.expand.length)}</span>
          <LinkButton to={graphHref(query, { expand: [] })} kind="quiet" small>
            {data.collapse}
          </LinkButton>
        </>
      )}
    </p>
  );

type TableProps = Pick<DataPageProps, 'query' | 'graph'>;

const Entities = ({ query, graph: { nodes, edges } }: TableProps) => {
  const shown = new Map<number, number>();
  for (const id of edges.flatMap(({ source, target }) => [source, target]))
    shown.set(id, (shown.get(id) ?? 0) + 1);
  return (
    <Section id="entities" title={data.entities} count={number(nodes.length)}>
      <SimpleTable
        caption={data.entities}
        of={nodes.slice((query.entities - 1) * rows, query.entities * rows)}
        rowKey={({ id }) => id}
        columns={[
          {
            label: data.label,
            header: true,
            cell: (node) => <a href={entityHref(String(node.id))}>{titleOf(node)}</a>,
          },
          { label: data.type, cell: ({ type_label: label }) => label },
          { label: data.name, minor: true, cell: ({ name }) => <code>{name}</code> },
          {
            label: data.shownRelations,
            number: true,
            cell: ({ id }) => number(shown.get(id) ?? 0),
          },
          {
            label: data.actions,
            actions: true,
            cell: (node) => (
              <span class="acts">
                <a href={graphHref(wholeStore, { focus: String(node.id) })}>
                  {data.focusOn}
                  <span class="vh"> {titleOf(node)}</span>
                </a>
                {node.degree > (shown.get(node.id) ?? 0) &&
                  query.expand.length < 20 &&
                  !query.expand.includes(String(node.id)) && (
                    <a href={graphHref(query, { expand: [...query.expand, String(node.id)] })}>
                      {data.expand}
                      <span class="vh"> {titleOf(node)}</span>
                    </a>
                  )}
              </span>
            ),
          },
        ]}
      />
      <Pages
        noun={data.entities}
        at={query.entities}
        all={nodes.length}
        to={(page) => graphHref(query, { entities: page, relations: query.relations })}
      />
    </Section>
  );
};

const Relations = ({ query, graph: { nodes, edges } }: TableProps) => {
  const titles = new Map(nodes.map((node) => [node.id, titleOf(node)]));
  const end = (id: number) => <a href={entityHref(String(id))}>{titles.get(id)}</a>;
  if (edges.length === 0) return null;
  return (
    <Section id="relations" title={data.relationsTable} count={number(edges.length)}>
      <SimpleTable
        caption={data.relationsTable}
        of={edges.slice((query.relations - 1) * rows, query.relations * rows)}
        rowKey={({ id }) => id}
        columns={[
          { label: own.source, header: true, cell: ({ source }) => end(source) },
          { label: own.relation, cell: ({ relation_label: label }) => label },
          { label: own.target, cell: ({ target }) => end(target) },
        ]}
      />
      <Pages
        noun={data.relationsTable}
        at={query.relations}
        all={edges.length}
        to={(page) => graphHref(query, { relations: page, entities: query.entities })}
      />
    </Section>
  );
};

const Pages = ({
  noun,
  at,
  all,
  to,
}: {
  noun: string;
  at: number;
  all: number;
  to: (page: number) => string;
}) => {
  const last = Math.max(1, Math.ceil(all / rows));
  if (last === 1) return null;
  return (
    <nav class="pager" aria-label={data.pages(noun)}>
      <span role="status">
        {data.range(Math.min((at - 1) * rows + 1, all), Math.min(at * rows, all), all)}
      </span>
      {at > 1 && (
        <LinkButton
          to={to(Math.min(at - 1, last))}
          kind="quiet"
          small
          icon="chevron-left"
          label={data.previous(noun)}
        />
      )}
      {at < last && (
        <LinkButton
          to={to(at + 1)}
          kind="quiet"
          small
          icon="chevron-right"
          label={data.next(noun)}
        />
      )}
    </nav>
  );
};
