import type { VNode } from 'preact';
import { entityTypes } from '../declarations.ts';
import { isEntityType } from '../entity-properties.ts';
import type { Property } from '../ontology/property.ts';
import { Fold } from '../ui/accordion.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { number } from '../ui/words.ts';
import { OntologyPage } from './pages.tsx';
import { entityHref, isShown, type SchemaAnswer, titleOf, typeLabel } from './present.ts';
import type { Reference, RelationType, StoredTable } from './reference-queries.ts';
import { graphHref, wholeStore } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.reference;

export interface ReferencePageProps extends Reference {
  readonly schema: SchemaAnswer;
}

/** A reference of the store's schema, read from the store (spec ontology-explorer#reference). */
export const referencePage = ({
  schema,
  samples,
  relationTypes,
  tables,
}: ReferencePageProps): VNode => (
  <OntologyPage tab="reference" lead={words.lead}>
    <Section id="entity-types" title={words.types} count={number(schema.nodes.length)}>
      {schema.nodes.map((node) => (
        <Fold
          key={node.id}
          id={`type-${node.id}`}
          title={<TypeTitle {...node} />}
          end={number(node.count)}
        >
          <TypeDetail {...node} samples={samples[node.id] ?? []} />
        </Fold>
      ))}
    </Section>
    <Section id="relation-types" title={words.relationTypes} count={number(relationTypes.length)}>
      {relationTypes.map((type) => (
        <Fold
          key={type.id}
          title={type.label}
          end={number(usesOf(schema, type).reduce((sum, { count }) => sum + count, 0))}
        >
          <RelationDetail type={type} schema={schema} />
        </Fold>
      ))}
    </Section>
    <Section id="tables" title={words.tables} count={number(tables.length)}>
      {tables.map((table) => (
        <Fold key={table.name} title={<code>{table.name}</code>} end={number(table.columns.length)}>
          <Columns {...table} />
        </Fold>
      ))}
    </Section>
  </OntologyPage>
);

const TypeTitle = ({ id, label }: { id: string; label: string }) => (
  <span>
    {label} <code class="muted">{id}</code>
  </span>
);

type TypeDetailProps = SchemaAnswer['nodes'][number] & {
  readonly samples: Reference['samples'][string];
};

const TypeDetail = ({ id, label, property_keys: keys, samples }: TypeDetailProps) => (
  <div class="stack">
    {!isEntityType(id) && <p class="muted">{words.undeclared}</p>}
    {keys.length > 0 && (
      <SimpleTable
        caption={`${label}: ${words.property}`}
        of={keys.map((key) => ({ key, property: declared(id, key) }))}
        rowKey={({ key }) => key}
        columns={[
          { label: words.property, header: true, cell: ({ key }) => <code>{key}</code> },
          { label: words.kind, cell: ({ property }) => kindOf(property) },
          { label: words.expected, minor: true, cell: ({ property }) => property?.expected ?? '' },
          { label: words.standard, minor: true, cell: ({ property }) => standardOf(property) },
        ]}
      />
    )}
    <p>
      {words.samples}:{' '}
      {samples.length === 0
        ? words.noSamples
        : samples.map((sample, place) => (
            <>
              {place > 0 && ', '}
              <a key={sample.id} href={entityHref(sample.id)}>
                {titleOf(sample)}
              </a>
            </>
          ))}
    </p>
    <p>
      <a href={graphHref(wholeStore, { types: [id] })}>
        {words.all}
        <span class="vh">: {label}</span>
      </a>
    </p>
  </div>
);

const declared = (type: string, key: string): Property<unknown> | undefined =>
  isEntityType(type) && isShown(key)
    ? (entityTypes[type] as Readonly<Record<string, Property<unknown>>>)[key]
    : undefined;

const kindOf = (property: Property<unknown> | undefined) =>
  property === undefined ? (
    <span class="muted">{texts.entity.undeclared}</span>
  ) : property.refersTo === undefined ? (
    words.kinds[property.kind]
  ) : (
    `${words.kinds[property.kind]}: ${typeLabel(property.refersTo)}`
  );

function standardOf(property: Property<unknown> | undefined): string {
  const standard = property?.standard;
  if (
    standard === undefined ||
    standard === null ||
    standard === '' ||
    (Array.isArray(standard) && standard.length === 0)
  )
    return '';
  return String(standard);
}

const usesOf = ({ edges }: SchemaAnswer, { name }: RelationType) =>
  edges.filter(({ relation_type: type }) => type === name);

const RelationDetail = ({ type, schema }: { type: RelationType; schema: SchemaAnswer }) => {
  const uses = usesOf(schema, type);
  return (
    <div class="stack">
      <p>
        <code>{type.name}</code>{' '}
        {words.joins(type.sources?.map(typeLabel) ?? null, type.targets?.map(typeLabel) ?? null)}{' '}
        {words.owners[type.owner ?? 'none']}
      </p>
      {uses.length === 0 ? (
        <p class="muted">{words.unused}</p>
      ) : (
        <SimpleTable
          caption={`${type.label}: ${words.patterns}`}
          of={uses}
          rowKey={({ source, target }) => `${source} ${target}`}
          columns={[
            { label: texts.concepts.source, header: true, cell: ({ source }) => typeLabel(source) },
            { label: texts.concepts.target, cell: ({ target }) => typeLabel(target) },
            { label: texts.concepts.uses, number: true, cell: ({ count }) => number(count) },
          ]}
        />
      )}
    </div>
  );
};

const Columns = ({ name, columns }: StoredTable) => (
  <SimpleTable
    caption={name}
    of={columns}
    rowKey={(column) => column.name}
    columns={[
      {
        label: words.column,
        header: true,
        cell: (column) => (
          <>
            <code>{column.name}</code> {column.isKey && <span class="muted">{words.key}</span>}
          </>
        ),
      },
      { label: words.columnType, cell: ({ type }) => <code>{type}</code> },
      {
        label: words.required,
        cell: ({ required }) => (required ? texts.entity.yes : texts.entity.no),
      },
      {
        label: words.standard,
        minor: true,
        cell: ({ standard }) => standard !== null && <code>{standard}</code>,
      },
      {
        label: words.reads,
        minor: true,
        cell: ({ refersTo }) => refersTo !== null && <code>{refersTo}</code>,
      },
    ]}
  />
);
