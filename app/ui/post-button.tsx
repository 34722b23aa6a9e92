import { Button, type ButtonProps } from './button.tsx';
import { HiddenFields } from './form.tsx';

interface PostButtonProps extends Omit<ButtonProps, 'type' | 'form' | 'formaction' | 'formmethod'> {
  readonly to: string;
  /** The fields that it sends beside the token. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Class of the form around it. */
  readonly class?: string;
}

/** A button that changes something by itself: a form without fields to fill in. */
export const PostButton = ({ to, fields = {}, class: around, ...button }: PostButtonProps) => (
  <form class={around} method="post" action={to}>
    <HiddenFields of={fields} />
    <Button type="submit" {...button} />
  </form>
);

interface RowButtonProps extends Pick<PostButtonProps, 'to' | 'fields' | 'class'> {
  readonly children: string;
  /** Names the row for those who do not see it: read aloud after the label. */
  readonly of: string;
}

/** The button of an action on a row of a list. */
export const RowButton = ({ children, of, ...button }: RowButtonProps) => (
  <PostButton {...button} kind="quiet" small>
    {children}
    <span class="vh">{of}</span>
  </PostButton>
);
