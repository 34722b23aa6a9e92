import type { VNode } from 'preact';
import { propertyOf } from '../entity-properties.ts';
import type { Texts } from '../ontology/schema.ts';
import { CheckField, ComboboxField, SelectField } from '../ui/choice-field.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Diff, type Difference } from '../ui/diff.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Rows } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import { listed } from '../ui/words.ts';
import { crumbs } from './entity-page.tsx';
import type { Candidate, Direction, EntityDetail, OpenRelation } from './entity-queries.ts';
import { entityHref, groupTitle, propertyLabel, titleOf, typeLabel } from './present.ts';
import { fieldName, fieldValues, formKeys, formValues, isLines } from './property-form.ts';
import { texts } from './texts.ts';

const words = texts.form;

export interface EditPageProps {
  readonly entity: EntityDetail;
  readonly state?: FormState;
  /**
   * Another user saved first: who, and the differences between the stored and the submitted values.
   */
  readonly conflict?: { readonly by?: string; readonly differences: readonly Difference[] };
}

/** An entity's label, order, state and properties; the fields follow the schema of its type. */
export const editPage = ({ entity, state = fresh(entity), conflict }: EditPageProps): VNode => (
  <Page
    title={words.title(titleOf(entity))}
    short={texts.entity.edit}
    crumbs={[...crumbs, { label: titleOf(entity), to: entityHref(entity.id) }]}
  >
    {conflict !== undefined && (
      <Conflict
        thing={words.thing(titleOf(entity))}
        {...(conflict.by === undefined ? {} : { by: conflict.by })}
      >
        {conflict.differences.length > 0 && <Diff of={conflict.differences} />}
      </Conflict>
    )}
    <Form
      to={entityHref(entity.id)}
      state={state}
      hidden={{ version: entity.version }}
      submit={conflict === undefined ? words.save : words.saveOver}
      cancel={entityHref(entity.id)}
    >
      <TextField name="label" label={words.label} help={words.labelHelp} most={500} optional />
      <OrderAndState />
      <PropertyFields type={entity.type} stored={entity.properties} />
    </Form>
  </Page>
);

const fresh = ({ type, label, sortOrder, isActive, properties }: EntityDetail): FormState =>
  freshForm(formValues({ type, label, sortOrder, isActive, properties }));

const OrderAndState = () => (
  <>
    <NumberField name="sort_order" label={words.order} help={words.orderHelp} />
    <CheckField name="is_active" label={words.active} />
  </>
);

/** A field per property, with a control that fits its kind. */
const PropertyFields = ({ type, stored = {} }: { type: string; stored?: Texts }) => (
  <>
    {formKeys(type, stored).map((key) => (
      <PropertyField key={key} type={type} name={key} />
    ))}
  </>
);

const PropertyField = ({ type, name }: { type: string; name: string }) => {
  const property = propertyOf(type, name);
  const field = { name: fieldName(name), label: propertyLabel(name), optional: true };
  if (property === undefined)
    return <TextAreaField {...field} rows={2} help={texts.entity.undeclared} />;
  if (property.kind === 'flag') return <CheckField {...field} />;
  if (property.kind === 'choice')
    return (
      <SelectField
        {...field}
        width="m"
        empty={words.notSet}
        options={(property.choices ?? [])
          .filter(Boolean)
          .map((value) => ({ value, label: typeLabel(value) }))}
      />
    );
  if (property.kind === 'date' || property.kind === 'time')
    return <TextField {...field} type={property.kind} width="s" />;
  if (property.kind === 'integer')
    return <NumberField {...field} help={sentence(property.expected)} />;
  if (property.kind === 'moment')
    return <TextField {...field} width="m" help={sentence(property.expected)} />;
  if (property.refersTo !== undefined)
    return <TextField {...field} width="s" help={words.reference(typeLabel(property.refersTo))} />;
  if (property.kind === 'json')
    return <TextAreaField {...field} help={isLines(type, name) ? words.lines : words.json} />;
  return isLong(name) ? <TextAreaField {...field} rows={3} /> : <TextField {...field} />;
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Properties with multi-line text, by name. */
const isLong = (name: string): boolean =>
  /description|rationale|notes|body|content|scope|commentary|message|reason|details|policy|scheduling/.test(
    name,
  );

export const newPage = ({
  type,
  state = freshForm({ sort_order: '0', is_active: 'true', ...fieldValues(type, {}) }),
}: {
  type: string;
  state?: FormState;
}): VNode => (
  <Page title={words.create(typeLabel(type))} crumbs={crumbs}>
    <Form
      to={`/ontology/data/new/${type}`}
      state={state}
      submit={words.createIt}
      cancel="/ontology/data"
    >
      <TextField name="name" label={words.name} help={words.nameHelp} most={255} code />
      <TextField name="label" label={words.label} help={words.labelHelp} most={500} optional />
      <OrderAndState />
      <PropertyFields type={type} />
    </Form>
  </Page>
);

/** Selects the type of a new entity; system types have their own pages. */
export const chooseTypePage = (types: readonly string[]): VNode => (
  <Page title={words.newEntity} crumbs={crumbs}>
    <ul class="bare stack">
      {types.map((type) => (
        <li key={type}>
          <a href={`/ontology/data/new/${type}`}>{typeLabel(type)}</a>
        </li>
      ))}
    </ul>
  </Page>
);

/** Asks for confirmation before deleting an entity, and lists the entities deleted with it. */
export const deletePage = ({ entity, owned }: { entity: EntityDetail; owned: number }): VNode => {
  const relations = entity.groups.reduce((sum, { first }) => sum + first.length, 0);
  return (
    <Page title={texts.deletion.title(titleOf(entity))} crumbs={crumbs} bare>
      <Confirm
        title={texts.deletion.title(titleOf(entity))}
        to={`${entityHref(entity.id)}/delete`}
        fields={{ version: entity.version }}
        confirm={texts.deletion.confirm}
        keep={texts.deletion.keep}
        back={entityHref(entity.id)}
      >
        <p>
          {texts.deletion.body(relations, owned)}{' '}
          {entity.groups.some(({ more }) => more) && texts.deletion.atLeast}
        </p>
        <p>{texts.deletion.keeps}</p>
      </Confirm>
    </Page>
  );
};

export interface RelatePageProps {
  readonly entity: EntityDetail;
  /** Relation types that this user may add, with their directions. */
  readonly open: readonly OpenRelation[];
  readonly chosen?: { readonly type: string; readonly direction: Direction };
  /** The first candidates; more are fetched while the user types. */
  readonly candidates: readonly Candidate[];
  readonly state?: FormState;
}

/**
 * First the relation, then its other end: a field with suggestions of the types that the relation
 * joins.
 */
export const relatePage = ({
  entity,
  open,
  chosen,
  candidates,
  state = freshForm(),
}: RelatePageProps): VNode => {
  const back = entityHref(entity.id);
  const kind =
    chosen &&
    open.find(({ type, direction }) => type === chosen.type && direction === chosen.direction);
  return (
    <Page
      title={texts.relation.title(titleOf(entity))}
      short={texts.relation.add}
      crumbs={[...crumbs, { label: titleOf(entity), to: back }]}
    >
      {kind === undefined ? (
        <Kinds id={entity.id} open={open} />
      ) : (
        <Form
          to={`${back}/relations`}
          state={state}
          hidden={{ relation: kind.type, direction: kind.direction }}
          submit={texts.relation.add}
          cancel={back}
        >
          <p>
            {texts.relation.kind}: <strong>{groupTitle(kind.label, kind.direction)}</strong>
          </p>
          <ComboboxField
            name="other"
            label={texts.relation.other}
            help={listed([...new Set(candidates.map(({ type }) => typeLabel(type)))])}
            options={candidates.map((candidate) => ({
              value: candidate.id,
              label: candidateLabel(candidate),
            }))}
            source={`${back}/candidates?relation=${encodeURIComponent(kind.type)}&direction=${kind.direction}`}
          />
        </Form>
      )}
    </Page>
  );
};

/** A suggestion's text: names distinguish entities with the same label. */
export const candidateLabel = (candidate: Candidate): string =>
  `${titleOf(candidate)} (${typeLabel(candidate.type)}, ${candidate.name})`;

const Kinds = ({ id, open }: { id: string; open: readonly OpenRelation[] }) =>
  open.length === 0 ? (
    <p class="muted">{texts.relation.none}</p>
  ) : (
    <>
      <p>{texts.relation.choose}</p>
      <div class="gap-t">
        <Rows
          of={open.map(({ type, label, direction, others }) => ({
            key: `${type} ${direction}`,
            text: groupTitle(label, direction),
            to: `${entityHref(id)}/relations/new?relation=${encodeURIComponent(type)}&direction=${direction}`,
            ...(others === null
              ? {}
              : { sub: <span class="muted small">{listed(others.map(typeLabel))}</span> }),
          }))}
        />
      </div>
    </>
  );
