import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export interface ShownOnceProps {
  readonly id: string;
  /** The name of the value, for the button: "password". */
  readonly what: string;
  readonly children: string;
}

/** A value that is shown only once, with a button to copy it, with JavaScript. */
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
