import { Button, LinkButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Diff } from '../ui/diff.tsx';
import { Dropdown, MenuGroups } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Icon } from '../ui/icon.tsx';
import { Flash, Note } from '../ui/note.tsx';
import { SecurityNotices } from '../ui/security-notices.tsx';
import type { AccountNotice } from '../ui/shell-context.ts';
import { Sample } from './sample.tsx';
import { OptionStates } from './state-samples.tsx';

const notices: readonly AccountNotice[] = [
  {
    id: '12',
    at: new Date('2026-11-24T07:12:00Z'),
    text: 'New sign-in from an unfamiliar place',
    where: 'Safari on iPhone, 198.51.100.20',
    isQuiet: false,
  },
  {
    id: '11',
    at: new Date('2026-11-23T15:40:00Z'),
    text: 'Leila Haddad assigned you the role Secretary',
    isQuiet: true,
  },
];

export const MessageSamples = () => (
  <>
    <div class="stack gap-t">
      <Note>The projection is being rebuilt; the map may be a minute behind.</Note>
      <Note tone="success" live dismissible>
        Role Secretary saved. 5 people see a changed menu.
      </Note>
      <Note tone="warning" live dismissible>
        Saved, but the position Technical Lead is still vacant.
      </Note>
      <Note tone="error" live dismissible>
        Not deleted: 5 users have this role.
      </Note>
      <Flash
        messages={[
          {
            tone: 'success',
            text: 'Leila Haddad no longer has the role Member.',
            undo: { to: '/design/done', fields: {} },
          },
        ]}
      />
    </div>
    <Sample title="Changed meanwhile">
      <div class="w-full">
        <Conflict thing="The user Ingrid Solheim" by="Henrik Aas">
          <Diff
            of={[
              { field: 'Email', before: 'isolheim@norrvik.example', after: 'is@norrvik.example' },
            ]}
          />
        </Conflict>
      </div>
    </Sample>
    <Sample title="Security notices">
      <SecurityNotices of={notices} />
    </Sample>
    <Sample title="Toast">
      <div class="pop toast">
        <Icon name="warn" />
        <span class="grow">No connection. Your input is kept.</span>
        <button class="btn quiet sq sm" type="button" aria-label="Dismiss" data-dismiss="">
          <Icon name="close" small />
        </button>
      </div>
    </Sample>
    <OptionStates />
    <Sample title="Nothing here">
      <EmptyState
        icon="meeting"
        title="No meetings yet"
        action={<LinkButton to="/design/question">Open the outlook</LinkButton>}
      >
        Confirm the first one from the outlook.
      </EmptyState>
    </Sample>
    <Sample title="Menu">
      <Dropdown summary="Actions">
        <MenuGroups
          groups={[
            [
              { label: 'Edit', icon: 'edit', to: '/design/question' },
              { label: 'Change roles', icon: 'key', to: '/design/question', hint: 'R' },
            ],
            [
              {
                label: 'Delete…',
                icon: 'trash',
                danger: true,
                to: '/design/question',
                asks: true,
              },
            ],
          ]}
        />
      </Dropdown>
    </Sample>
    <Sample title="Dialog">
      <Button kind="danger" opens="delete-role">
        Delete…
      </Button>
      <LinkButton to="/design/question" dialog>
        A page as a dialog…
      </LinkButton>
      <Dialog
        id="delete-role"
        title="Delete role Secretary?"
        to="/design/done"
        confirm="Delete role"
        keep="Keep role"
      >
        <p>No users have this role. The audit log keeps its permissions. This cannot be undone.</p>
      </Dialog>
    </Sample>
  </>
);
