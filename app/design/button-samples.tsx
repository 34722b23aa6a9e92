import { Button, type ButtonKind } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Sample } from './sample.tsx';

const kinds: readonly (readonly [title: string, kind: ButtonKind, label: string])[] = [
  ['Primary', 'primary', 'Save role'],
  ['Default', 'default', 'Edit'],
  ['Quiet', 'quiet', 'Cancel'],
  ['Dangerous', 'danger', 'Delete…'],
  ['Destroy', 'destroy', 'Delete role'],
];

const kindClass = (kind: ButtonKind, state: string): string =>
  ['btn', kind === 'default' ? '' : kind, state].filter(Boolean).join(' ');

export const ButtonSamples = () => (
  <>
    {kinds.map(([title, kind, label]) => (
      <Sample key={title} title={title}>
        <Button kind={kind}>{label}</Button>
        {(['hover', 'focus', 'active'] as const).map((state) => (
          <button key={state} type="button" class={kindClass(kind, `is-${state}`)}>
            {state}
          </button>
        ))}
        <Button kind={kind} disabled>
          Disabled
        </Button>
        {kind === 'destroy' && <span class="small muted">Only in the dialog that asks</span>}
      </Sample>
    ))}
    <Sample title="Small">
      <Button small>Assign</Button>
      {(['hover', 'focus', 'active'] as const).map((state) => (
        <button key={state} type="button" class={`btn sm is-${state}`}>
          {state}
        </button>
      ))}
      <Button small disabled>
        Disabled
      </Button>
    </Sample>
    <Sample title="With icon">
      <Button kind="primary" icon="plus">
        New user
      </Button>
      <Button busy>Saving</Button>
      <Button icon="more" label="More" />
      <button class="btn quiet sq" type="button" aria-label="Notifications, 2 unread">
        <Icon name="bell" />
        <span class="dot" aria-hidden="true">
          2
        </span>
      </button>
      <button class="linkish small" type="button">
        Looks like a link
      </button>
    </Sample>
    <Sample title="Links">
      <a href="/design">Terms of Reference</a>
      <a href="/design" class="is-hover">
        Hover
      </a>
      <a href="/design" class="is-focus">
        Focus
      </a>
      <a href="/design" class="plain">
        Row title
      </a>
    </Sample>
  </>
);
