import type { VNode } from 'preact';
import { Fold } from '../../ui/accordion.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Form } from '../../ui/form.tsx';
import type { FormProblem } from '../../ui/form-state.ts';
import { Page } from '../../ui/page.tsx';
import { ActionBar } from '../../ui/section.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Count } from '../../ui/word.tsx';
import type { Matrix, MatrixGroup } from './present.ts';
import { MatrixTable } from './table.tsx';
import { texts } from './texts.ts';

interface MenuBuilderProps {
  readonly matrix: Matrix;
  readonly problems?: readonly FormProblem[];
  readonly unsaved?: Unsaved;
}

/** The effect of saving. */
export interface Unsaved {
  readonly changes: number;
  /** Holders of any role that would change. */
  readonly people: number;
}

export const matrixPage = ({
  matrix,
  problems = [],
  unsaved = { changes: 0, people: 0 },
}: MenuBuilderProps): VNode => {
  const { all, roles, groups, hidden } = matrix;
  const only = hidden['role'];
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      action={<LinkButton to="/menu">{texts.menu}</LinkButton>}
    >
      {all.length === 0 ? (
        <NoRoles />
      ) : (
        <>
          <RoleTabs matrix={matrix} only={only} />
          <Form
            wide
            id="matrix"
            to="/menu-builder"
            label={texts.matrix}
            hidden={hidden}
            state={{ values: {}, problems }}
          >
            <div data-live="/menu-builder/draft">
              {only === undefined ? (
                <MatrixTable roles={roles} groups={groups} />
              ) : (
                <OneRole groups={groups} />
              )}
            </div>
            <ActionBar status={<Status {...unsaved} />}>
              <span class="no-script">
                <Button type="submit" formaction="/menu-builder/draft">
                  {texts.count}
                </Button>
              </span>
              <LinkButton to={addressOf(only)} kind="quiet">
                {texts.discard}
              </LinkButton>
              <Button kind="primary" type="submit">
                {texts.save}
              </Button>
            </ActionBar>
          </Form>
        </>
      )}
    </Page>
  );
};

const Status = ({ changes, people }: Unsaved) => (
  <span id="change-status" data-live-part="">
    {changes === 0 ? texts.noChanges : `${texts.unsaved(changes, people)}. ${texts.effect}`}
  </span>
);

const addressOf = (role: string | undefined): string =>
  role === undefined ? '/menu-builder' : `/menu-builder?role=${role}`;

const NoRoles = () => (
  <EmptyState
    icon="grid"
    title={texts.nothing}
    action={<LinkButton to="/roles/new">{texts.newRole}</LinkButton>}
  >
    {texts.nothingAdvice}
  </EmptyState>
);

/** All roles side by side, or one of them, which is what fits on phones. */
const RoleTabs = ({ matrix: { all }, only }: { matrix: Matrix; only: string | undefined }) => (
  <Tabs
    label={texts.roles}
    of={[
      { label: texts.allRoles, to: addressOf(undefined), current: only === undefined },
      ...all.map(({ id, label }) => ({ label, to: addressOf(id), current: id === only })),
    ]}
  />
);

/** One role: its permissions in collapsible groups. */
const OneRole = ({ groups }: { groups: readonly MatrixGroup[] }) => (
  <div>
    {groups.map(({ name, rows }) => {
      const boxes = rows.flatMap((row) => row.boxes);
      const ticked = boxes.filter((box) => box.ticked).length;
      return (
        <Fold
          key={name}
          title={name}
          open={ticked > 0}
          end={<Count n={ticked} of={boxes.length} />}
        >
          <div data-check-group="">
            {boxes.length > 1 && boxes.every(({ fixed }) => !fixed) && (
              <Check
                name=""
                label={<span class="strong">{texts.allOf(name)}</span>}
                checked={ticked === boxes.length}
                mixed={ticked > 0 && ticked < boxes.length}
              />
            )}
            <div class="caps">
              {rows.flatMap(({ permission: { code, label, description }, boxes: own }) =>
                own.map(({ name: box, text, ticked: checked, fixed, role }) => (
                  <Check
                    key={text}
                    name={box}
                    value={text}
                    label={label}
                    code={code}
                    help={fixed ? `${description} ${whyFixed(role.granted.length)}` : description}
                    checked={checked}
                    disabled={fixed}
                  />
                )),
              )}
            </div>
          </div>
        </Fold>
      );
    })}
  </div>
);

const whyFixed = (granted: number): string => (granted === 0 ? texts.notYours : texts.more);
