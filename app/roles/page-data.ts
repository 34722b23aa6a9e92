import type { VNode } from 'preact';
import type { Db } from '../db/database.ts';
import { addressOf } from '../http/address.ts';
import { missing } from '../http/answers.ts';
import type { Call, OwnCall } from '../http/call.ts';
import { differences } from '../http/differences.ts';
import { canRun } from '../http/policy.ts';
import { isId } from '../ontology/property.ts';
import type { Meanwhile } from '../ui/diff.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { parseTable } from '../ui/table-state.ts';
import { builderPage } from './builder-page.tsx';
import { copiedForm, draftOf, seenForm, storedForm, valuesAfter } from './builder-state.ts';
import { createRole } from './commands.ts';
import { listCandidates, listHolders } from './member-queries.ts';
import { byRolePage, byUserPage } from './pages.tsx';
import { countAllEntries, countEntries, menuWith, withPages } from './present.ts';
import { findEffectiveAccess, findRole, listRoles, readCatalogue } from './queries.ts';
import { addPeoplePage, effectivePage } from './questions.tsx';
import type { Catalogue, RoleDetail } from './role.ts';
import { holderTable, memberTable, type RoleDraft, type RoleInput } from './schema.ts';
import { texts } from './texts.ts';

/** The pages of roles with their data, read from the database. */
export function rolesViews(db: Db) {
  return {
    /** Reads only what the selected tab shows (spec roles#assignment). */
    async list({ request, actor }: OwnCall): Promise<VNode> {
      const url = addressOf(request);
      url.searchParams.delete('done');
      const common = {
        back: `${url.pathname}${url.search}`,
        mayBuild: canRun(actor, createRole),
      };
      const roles = await listRoles(db);
      if (url.searchParams.get('tab') === 'by-user') {
        const state = parseTable(holderTable, url.searchParams);
        return byUserPage({ ...common, roles, state, people: await listHolders(db, state) });
      }
      const state = parseTable(memberTable, url.searchParams);
      const role = roles.find(({ id }) => id === state.extras['role_id']) ?? roles[0];
      const own = { ...state, extras: role === undefined ? {} : { role_id: role.id } };
      const members = role === undefined ? undefined : await listHolders(db, own, role.id);
      return byRolePage({ ...common, roles, role, members, state: own });
    },

    async addPeople(roleId: string): Promise<VNode> {
      const role = (await findRole(db, roleId)) ?? gone();
      return addPeoplePage({
        role,
        candidates: await listCandidates(db, { role: roleId, words: '' }),
      });
    },

    async effective({ isPage }: Call, userId: string): Promise<VNode> {
      const person = (await findEffectiveAccess(db, userId)) ?? gone();
      const menuEntries = withPages(person.menuEntries, isPage);
      const menu = menuWith(menuEntries, new Set(person.codes));
      return effectivePage({
        person,
        menu,
        shown: countEntries(menu),
        all: countAllEntries(menuEntries),
      });
    },

    async newRole(call: OwnCall, from: string | undefined): Promise<VNode> {
      const [catalogue, model] = await Promise.all([
        readCatalogue(db),
        from === undefined ? undefined : findRole(db, from),
      ]);
      const state =
        model === undefined
          ? freshForm()
          : copiedForm(model, catalogue, texts.builder.copy(model.label));
      return builder(call, catalogue, undefined, state);
    },

    async editRole(call: OwnCall, id: string): Promise<VNode> {
      const [catalogue, role] = await Promise.all([readCatalogue(db), findRole(db, id)]);
      return builder(call, catalogue, role ?? gone(), storedForm(role ?? gone(), catalogue));
    },

    /** The form as edited, with its menu and changes updated. Nothing is saved. */
    async draft(call: OwnCall, { do: action, values }: RoleDraft): Promise<VNode> {
      const { catalogue, role } = await found(db, values);
      return builder(
        call,
        catalogue,
        role,
        freshForm(valuesAfter(values, action, catalogue, call.actor.permissions)),
      );
    },

    /** The form after a refusal, with the submitted values. */
    refused: async (call: OwnCall, state: FormState): Promise<VNode> => {
      const { catalogue, role } = await found(db, state.values);
      return builder(call, catalogue, role, state);
    },

    /**
     * Another user saved first: shows their changes above the submitted values, which are now based
     * on the stored version.
     */
    async conflict(call: OwnCall, input: RoleInput, by: string | undefined): Promise<VNode> {
      const [catalogue, role] = await Promise.all([readCatalogue(db), findRole(db, input.role_id)]);
      if (role === undefined) throw missing();
      const { label, name, description, permission_ids } = input;
      const state = freshForm({
        label,
        name,
        description,
        permission_ids,
        ...seenForm(role, catalogue),
      });
      const labelOf = (id: string) =>
        catalogue.permissions.find((permission) => permission.id === id)?.label ?? id;
      const meanwhile = differences(
        { ...facts(role), permissions: labels(catalogue, role) },
        {
          label: input.seen_label,
          name: input.seen_name,
          description: input.seen_description,
          permissions: input.seen_permissions.map(labelOf).toSorted(),
        },
        texts.builder.fields,
      );
      return builder(call, catalogue, role, state, { by, differences: meanwhile });
    },
  };
}

const facts = ({ label, name, description }: RoleDetail) => ({ label, name, description });

const labels = ({ permissions }: Catalogue, { codes }: RoleDetail): readonly string[] =>
  permissions
    .filter(({ code }) => codes.includes(code))
    .map(({ label }) => label)
    .toSorted();

function builder(
  { actor: { permissions: held }, isPage }: OwnCall,
  { permissions, menuEntries }: Catalogue,
  role: RoleDetail | undefined,
  state: FormState,
  meanwhile?: Meanwhile,
): VNode {
  const catalogue = { permissions, menuEntries: withPages(menuEntries, isPage) };
  const draft = draftOf(state, catalogue, role);
  return builderPage({
    role,
    catalogue,
    draft,
    held,
    mayAssign: held.has('roles.assign'),
    meanwhile,
  });
}

async function found(
  db: Db,
  values: FormState['values'],
): Promise<{ catalogue: Catalogue; role: RoleDetail | undefined }> {
  const id = single(values['role_id']);
  const [catalogue, role] = await Promise.all([
    readCatalogue(db),
    isId(id) ? findRole(db, id) : undefined,
  ]);
  return { catalogue, role };
}

const gone = (): never => {
  throw missing();
};
