import { entityTypes } from '../declarations.ts';
import {
  createEntity,
  createRelation,
  deleteEntity,
  deleteRelation,
  hiddenTypes,
  isSystemType,
  mayWriteType,
  updateEntity,
} from '../entities/index.ts';
import { answer, json, missing, page, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import { isId } from '../ontology/property.ts';
import type { FormState } from '../ui/form-state.ts';
import {
  candidateLabel,
  chooseTypePage,
  deletePage,
  editPage,
  newPage,
  relatePage,
} from './edit-pages.tsx';
import { type Direction, type EntityDetail, findCandidates, readEntity } from './entity-queries.ts';
import { openTo } from './powers.ts';
import { entityHref } from './present.ts';
import { changesOf, differencesFrom } from './property-form.ts';
import {
  candidatesQuery,
  deletion,
  entityForm,
  newEntityForm,
  relationChoice,
  relationEnd,
  relationForm,
} from './schema.ts';
import { texts } from './texts.ts';

/** Maximum number of suggestions. */
const mostCandidates = 50;

type EntityCall = Call & { readonly id: string; readonly actor: Actor };

/** Changes of entities and their relations, through the same commands as the API. */
export const editingRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const edits = mayRun(updateEntity);
  const found = async ({ id, actor }: Pick<EntityCall, 'id' | 'actor'>): Promise<EntityDetail> => {
    const entity = isId(id) ? await readEntity(db, id, hiddenTypes(actor.permissions)) : undefined;
    if (entity === undefined) throw missing(texts.entity.missing);
    return entity;
  };
  const writable = async (call: EntityCall): Promise<EntityDetail> => {
    const entity = await found(call);
    if (isSystemType(entity.type)) throw missing(texts.entity.systemOnly);
    return entity;
  };
  const editing = async (call: EntityCall, state?: FormState) =>
    editPage({ entity: await writable(call), ...(state && { state }) });
  const relating = async (
    call: EntityCall,
    chosen: { type: string; direction: Direction } | undefined,
    state?: FormState,
  ) => {
    const entity = await found(call);
    const open = openTo(entity.type, entity.open, call.actor.permissions);
    const wanted = chosen && {
      id: entity.id,
      relation: chosen.type,
      direction: chosen.direction,
      words: '',
    };
    const candidates =
      wanted === undefined
        ? []
        : await findCandidates(db, wanted, hiddenTypes(call.actor.permissions), mostCandidates);
    return relatePage({
      entity,
      open,
      candidates,
      ...(chosen && { chosen }),
      ...(state && { state }),
    });
  };
  return routes()
    .offer('/ontology/data/new', texts.offers.newEntity)
    .get('/ontology/data/new', mayRun(createEntity), () =>
      page(chooseTypePage(Object.keys(entityTypes).filter((type) => !isSystemType(type)))),
    )
    .get('/ontology/data/new/:type(text)', mayRun(createEntity), ({ type }) =>
      page(newPage({ type: creatable(type) })),
    )
    .post(
      '/ontology/data/new/:type(text)',
      mayRun(createEntity),
      form(newEntityForm, (call: Call & { readonly type: string }, state) =>
        newPage({ type: creatable(call.type), state }),
      ),
      async ({ type, actor, input, refused }) => {
        const { name, label, sort_order: sortOrder, is_active: active } = input;
        const properties = Object.fromEntries(
          Object.entries(changesOf(creatable(type), input)).flatMap(([key, value]) =>
            value === null ? [] : [[key, value]],
          ),
        );
        return answer(
          await createEntity(services, actor, {
            type,
            name,
            label,
            sortOrder,
            isActive: active === 'true',
            properties,
          }),
          {
            saved: ({ id }) =>
              redirect(entityHref(id), texts.form.created(label === '' ? name : label)),
            refused,
          },
        );
      },
    )
    .get('/ontology/data/:id/edit', edits, async (call) => page(await editing(call)))
    .post('/ontology/data/:id', edits, form(entityForm, editing), async (call) => {
      const { id, actor, input, refused } = call;
      const entity = await writable(call);
      const { version, label, sort_order: sortOrder, is_active: active } = input;
      const change = {
        id,
        version,
        label,
        sortOrder,
        isActive: active === 'true',
        properties: changesOf(entity.type, input, entity.properties),
      };
      return answer(await updateEntity(services, actor, change), {
        saved: (saved) =>
          redirect(entityHref(id), texts.form.saved(saved === '' ? entity.name : saved)),
        refused,
        conflict: async (_current, [last]) => {
          const typed: Readonly<Record<string, string>> = Object.fromEntries(
            Object.entries(input).flatMap(([key, value]) =>
              value !== undefined && key !== 'version' && key !== 'csrf_token'
                ? [[key, String(value)]]
                : [],
            ),
          );
          const now = await writable(call);
          const differences = differencesFrom(now, typed);
          const conflict = { differences, ...(last === undefined ? {} : { by: last.by }) };
          return page(
            editPage({ entity: now, state: { values: typed, problems: [] }, conflict }),
            409,
          );
        },
      });
    })
    .get('/ontology/data/:id/delete', mayRun(deleteEntity), async (call) => {
      const entity = await writable(call);
      return page(deletePage({ entity, owned: ownedBy(entity) }));
    })
    .post(
      '/ontology/data/:id/delete',
      mayRun(deleteEntity),
      form(deletion),
      async ({ id, actor, input: { version } }) =>
        answer(await deleteEntity(services, actor, { id, version }), {
          saved: (label) => redirect('/ontology/data', texts.deletion.deleted(label)),
        }),
    )
    .get('/ontology/data/:id/relations/new', edits, query(relationChoice), async (call) =>
      page(
        await relating(
          call,
          call.filter.relation === undefined
            ? undefined
            : { type: call.filter.relation, direction: call.filter.direction },
        ),
      ),
    )
    .get(
      '/ontology/data/:id/candidates',
      edits,
      query(candidatesQuery),
      async ({ id, actor, filter }) => {
        if (!isId(id)) throw missing(texts.entity.missing);
        const candidates = await findCandidates(
          db,
          { ...filter, id, words: filter.q },
          hiddenTypes(actor.permissions),
          mostCandidates,
        );
        return json(
          candidates.map((candidate) => ({
            value: candidate.id,
            label: candidateLabel(candidate),
          })),
        );
      },
    )
    .post(
      '/ontology/data/:id/relations',
      edits,
      form(relationForm, (call: EntityCall, state) => relating(call, chosenIn(state), state)),
      async ({ id, actor, input: { relation, direction, other }, refused }) => {
        const [source, target] = direction === 'out' ? [id, other] : [other, id];
        return answer(await createRelation(services, actor, { type: relation, source, target }), {
          saved: () => redirect(entityHref(id), texts.relation.added),
          refused: (reasons, status) =>
            refused(
              reasons.map(({ message }) => ({ field: 'other', message })),
              status,
            ),
        });
      },
    )
    .post(
      '/ontology/data/:id/relations/end',
      edits,
      form(relationEnd),
      async ({ id, actor, input }) =>
        answer(await deleteRelation(services, actor, { id: input.relation_id }), {
          saved: (label) => redirect(entityHref(id), texts.relation.ended(label)),
        }),
    );
};

function creatable(type: string): string {
  if (mayWriteType(type) !== true) throw missing(texts.entity.systemOnly);
  return type;
}

/** A refused form contains the relation in its fields. */
function chosenIn({ values }: FormState): { type: string; direction: Direction } | undefined {
  const { relation, direction } = values;
  return typeof relation === 'string' && (direction === 'out' || direction === 'in')
    ? { type: relation, direction }
    : undefined;
}

/** How many neighbors are deleted with an entity, as far as the page has loaded them. */
const ownedBy = ({ groups }: EntityDetail): number =>
  groups.reduce((sum, { owned, first }) => sum + (owned ? first.length : 0), 0);
