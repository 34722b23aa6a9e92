import type { VNode } from 'preact';
import type { PermissionCode } from '../ontology/actor.ts';
import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Check } from '../ui/choice-field.tsx';
import type { Meanwhile } from '../ui/diff.tsx';
import { Diff } from '../ui/diff.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Form } from '../ui/form.tsx';
import { fieldId, single } from '../ui/form-state.ts';
import { Icon } from '../ui/icon.tsx';
import { Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { ActionBar, Section, Split } from '../ui/section.tsx';
import { MenuTree } from '../ui/sidebar.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { Count, State } from '../ui/word.tsx';
import { type Draft, hiddenNames } from './builder-state.ts';
import {
  countAllEntries,
  countEntries,
  menuWith,
  type PermissionGroup,
  permissionGroups,
} from './present.ts';
import type { Catalogue, PermissionLine, RoleDetail } from './role.ts';
import { isSystemRole, lacking, mayDelete, mayRename } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.builder;

interface BuilderProps {
  /** The role being edited; omitted for a new one. */
  readonly role: RoleDetail | undefined;
  readonly catalogue: Catalogue;
  readonly draft: Draft;
  /** Permissions that this user may grant. */
  readonly held: ReadonlySet<PermissionCode>;
  readonly mayAssign: boolean;
  readonly meanwhile?: Meanwhile | undefined;
}

export const builderPage = (props: BuilderProps): VNode => {
  const { role, catalogue, draft, held, mayAssign, meanwhile } = props;
  const outOfReach = role !== undefined && lacking(held, role.codes).length > 0;
  return (
    <Page
      title={role === undefined ? words.create : words.edit(role.label)}
      short={role?.label ?? words.create}
      {...(role === undefined
        ? {}
        : { lead: <Lead role={role} />, action: <Actions role={role} mayAssign={mayAssign} /> })}
    >
      <Form
        wide
        to={role === undefined ? '/roles/builder/create' : '/roles/builder/update'}
        state={draft.state}
        hidden={hiddenOf(draft)}
      >
        {outOfReach && <Note tone="warning">{words.outOfReach}</Note>}
        {meanwhile !== undefined && role !== undefined && (
          <Conflict thing={words.conflict(role.label)} by={meanwhile.by}>
            <Diff of={meanwhile.differences} />
          </Conflict>
        )}
        <div data-live="/roles/builder/draft">
          <Split label={words.preview} aside={<Aside {...props} />}>
            <Details role={role} />
            <Section
              id="permissions"
              title={words.permissions}
              count={
                <span id="permission-count" data-live-part="">
                  {words.of(draft.chosen.size, catalogue.permissions.length)}
                </span>
              }
              end={<PermissionSearch />}
            >
              <div id={fieldId('f', 'permission_ids')} tabIndex={-1}>
                {permissionGroups(catalogue.permissions).map((group, place) => (
                  <GroupFold
                    key={group.name}
                    group={group}
                    place={place}
                    draft={draft}
                    held={held}
                  />
                ))}
              </div>
            </Section>
          </Split>
        </div>
        <ActionBar status={<Status {...props} />}>
          <span class="no-script">
            <Button type="submit" name="do" value="preview" formaction="/roles/builder/draft">
              {words.update}
            </Button>
          </span>
          <LinkButton
            to={role === undefined ? '/roles' : `/roles/builder/${role.id}/edit`}
            kind="quiet"
          >
            {role === undefined ? words.cancel : words.discard}
          </LinkButton>
          <Button kind="primary" type="submit" disabled={outOfReach}>
            {role === undefined ? words.saveNew : words.save}
          </Button>
        </ActionBar>
      </Form>
    </Page>
  );
};

const hiddenOf = ({ state }: Draft): Readonly<Record<string, string>> =>
  Object.fromEntries(
    hiddenNames
      .filter((name) => state.values[name] !== undefined)
      .map((name) => [name, single(state.values[name])]),
  );

const Lead = ({ role: { holders, lastChange } }: { role: RoleDetail }) => (
  <>
    {words.heldBy(holders)}
    {lastChange !== null && (
      <>
        {' '}
        · {words.changedBy(lastChange.by)} <Time at={lastChange.at} style="moment" inSentence />
      </>
    )}
  </>
);

const Actions = ({ role, mayAssign }: { role: RoleDetail; mayAssign: boolean }) => {
  const verdict = mayDelete(role);
  return (
    <>
      {mayAssign && (
        <LinkButton to={`/roles?role_id=${role.id}#members`}>{words.assign}</LinkButton>
      )}
      <RowMenu
        large
        label={words.more}
        actions={[
          [{ label: words.duplicate, to: `/roles/new?from=${role.id}` }],
          [
            {
              label: words.delete,
              danger: true,
              ...(verdict === true
                ? { to: `/roles/builder/${role.id}/delete`, asks: true }
                : {
                    unavailable: role.holders > 0 ? words.heldBy(role.holders) : words.systemRole,
                  }),
            },
          ],
        ]}
      />
    </>
  );
};

const Details = ({ role }: { role: RoleDetail | undefined }) => {
  const fixed = role !== undefined && mayRename(role) !== true;
  const help =
    role === undefined || !fixed
      ? words.nameHelp
      : isSystemRole(role)
        ? words.nameSystem
        : words.nameFixed;
  return (
    <Section id="details" title={words.details} quiet>
      <div class="duo foot">
        <TextField name="label" label={words.label} help={words.labelHelp} most={100} />
        <TextField name="name" label={words.name} help={help} readonly={fixed} code most={50} />
      </div>
      <div class="gap-t">
        <TextField name="description" label={words.description} optional most={500} />
      </div>
    </Section>
  );
};

/** Filters the permissions below by text; needs JavaScript, so it is hidden without. */
const PermissionSearch = () => (
  <span class="affix scripted" data-narrows="permission">
    <Icon name="search" small />
    <input class="input sm" type="search" aria-label={words.find} placeholder={words.find} />
  </span>
);

interface GroupProps {
  readonly group: PermissionGroup;
  readonly place: number;
  readonly draft: Draft;
  readonly held: ReadonlySet<PermissionCode>;
}

const GroupFold = ({ group: { name, permissions }, place, draft, held }: GroupProps) => {
  const given = permissions.filter(({ id }) => draft.chosen.has(id)).length;
  const open = given > 0;
  return (
    <Fold
      title={name}
      open={open}
      id={`group-${place}`}
      end={
        <span id={`group-count-${place}`} data-live-part="">
          <Count n={given} of={permissions.length} />
        </span>
      }
    >
      <div data-check-group="">
        {permissions.length > 1 && (
          <>
            <span class="scripted">
              <Check
                name=""
                label={<span class="strong">{words.allOf(name)}</span>}
                checked={given === permissions.length}
                mixed={given > 0 && given < permissions.length}
              />
            </span>
            <span class="no-script acts">
              <GroupButton value={`all:${name}`}>{words.selectAll}</GroupButton>
              <GroupButton value={`none:${name}`}>{words.selectNone}</GroupButton>
            </span>
          </>
        )}
        <div class="caps">
          {permissions.map((permission) => (
            <PermissionCheck
              key={permission.id}
              {...permission}
              checked={draft.chosen.has(permission.id)}
              held={held.has(permission.code)}
            />
          ))}
        </div>
      </div>
    </Fold>
  );
};

const GroupButton = ({ value, children }: { value: string; children: string }) => (
  <Button
    type="submit"
    kind="quiet"
    small
    name="do"
    value={value}
    formaction="/roles/builder/draft"
  >
    {children}
  </Button>
);

const PermissionCheck = ({
  id,
  code,
  label,
  description,
  checked,
  held,
}: PermissionLine & { checked: boolean; held: boolean }) => (
  <div data-permission="">
    <Check
      name="permission_ids"
      value={id}
      label={label}
      code={code}
      checked={checked}
      disabled={!held}
      {...(held ? (description === '' ? {} : { help: description }) : { help: words.notYours })}
    />
  </div>
);

const Aside = ({ role, catalogue, draft }: BuilderProps) => {
  const menu = menuWith(catalogue.menuEntries, draft.codes);
  return (
    <>
      <Section id="preview" title={words.seen}>
        <div id="menu-preview" data-live-part="">
          {draft.codes.size === 0 ? (
            <p class="small muted">{words.previewEmpty}</p>
          ) : (
            <>
              <p class="small muted" role="status">
                {words.previewCount(countEntries(menu), countAllEntries(catalogue.menuEntries))}
              </p>
              <div class="panel mini gap-t">
                <MenuTree menu={menu} label={words.preview} id="preview-nav" />
              </div>
            </>
          )}
        </div>
      </Section>
      {role !== undefined && (
        <Section id="changes" title={words.changes}>
          <div id="change-list" data-live-part="">
            <Changes role={role} catalogue={catalogue} draft={draft} />
          </div>
        </Section>
      )}
    </>
  );
};

const Changes = ({
  role,
  catalogue,
  draft: { change },
}: Pick<BuilderProps, 'catalogue' | 'draft'> & { role: RoleDetail }) => {
  const labelOf = (code: PermissionCode) =>
    catalogue.permissions.find((permission) => permission.code === code)?.label ?? code;
  const { given, taken } = change;
  if (given.length + taken.length === 0) return <p class="small muted">{words.none}</p>;
  return (
    <>
      <p class="small muted reach">{words.reachOf(given.length, taken.length, role.holders)}</p>
      <Rows
        of={[
          ...given.map((code) => ({
            key: code,
            lead: (
              <State is="done" tone="good" icon="plus">
                {words.given}
              </State>
            ),
            text: labelOf(code),
          })),
          ...taken.map((code) => ({
            key: code,
            lead: (
              <State is="ended" tone="bad" icon="close">
                {words.taken}
              </State>
            ),
            text: labelOf(code),
          })),
        ]}
      />
    </>
  );
};

const Status = ({ role, draft: { change, otherChanges } }: BuilderProps) => {
  const count = change.given.length + change.taken.length + otherChanges;
  return (
    <span id="change-status" data-live-part="">
      {role !== undefined &&
        (count === 0 ? words.none : [words.unsaved(count), words.reach(role.holders)].join(', '))}
    </span>
  );
};
