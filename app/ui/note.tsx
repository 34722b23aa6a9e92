import type { ComponentChildren } from 'preact';
import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import type { FlashMessage, Tone, Undo } from './shell-context.ts';
import { texts } from './texts.ts';

const looks = {
  success: { kind: 'note ok', icon: 'done' },
  info: { kind: 'note', icon: 'info' },
  warning: { kind: 'note warn', icon: 'warn' },
  error: { kind: 'note bad', icon: 'stop' },
} as const satisfies Record<Tone, { kind: string; icon: IconName }>;

export interface NoteProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
  /** Announced as soon as it appears. */
  readonly live?: boolean;
  /** Can be dismissed, with JavaScript. */
  readonly dismissible?: boolean;
}

/** A message above the content it concerns. */
export const Note = ({
  tone = 'info',
  icon = looks[tone].icon,
  children,
  live = false,
  dismissible = false,
}: NoteProps) => (
  <div class={looks[tone].kind} {...(live ? { role: tone === 'error' ? 'alert' : 'status' } : {})}>
    <Icon name={icon} />
    <div class="grow">{children}</div>
    {dismissible && (
      <button
        class="btn quiet sq sm scripted"
        type="button"
        aria-label={texts.message.dismiss}
        data-dismiss=""
      >
        <Icon name="close" small />
      </button>
    )}
  </div>
);

const UndoButton = ({ to, fields }: Undo) => (
  <form class="undo" method="post" action={to}>
    <HiddenFields of={fields} />
    <button class="linkish" type="submit">
      {texts.message.undo}
    </button>
  </form>
);

/** The result of the previous request. Bound to the redirect, so that no other tab shows it. */
export const Flash = ({ messages }: { messages: readonly FlashMessage[] }) => (
  <>
    {messages.map(({ tone, text, undo }) => (
      <Note key={text} tone={tone} live dismissible>
        {text}
        {undo !== undefined && <UndoButton {...undo} />}
      </Note>
    ))}
  </>
);
