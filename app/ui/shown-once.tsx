import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export interface ShownOnceProps {
  readonly id: string;
  /** What it is, for the name of the button: "password". */
  readonly what: string;
  readonly children: string;
}

/** Something that nobody can look up again, with a button that copies it where scripts run. */
export const ShownOnce = ({ id, what, children }: ShownOnceProps) => (
  <span class="acts">
    <output class="once wrap" id={id}>
      <code>{children}</code>
    </output>
    <button class="btn sm scripted" type="button" data-copy={id}>
      <Icon name="copy" small />
      <span>{texts.copy.button}</span>
      <span class="vh"> {what}</span>
    </button>
  </span>
);
