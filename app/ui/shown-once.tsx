import type { ComponentChildren } from 'preact';
import { LinkButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { DescriptionList } from './list.tsx';
import type { Crumb } from './menu.ts';
import { Note } from './note.tsx';
import { Page } from './page.tsx';
import { texts } from './texts.ts';

type Fact = readonly [term: string, value: ComponentChildren];

export interface ShownOnceProps {
  readonly title: string;
  /** Warns that the value is not shown again. */
  readonly warning: string;
  readonly crumbs?: readonly Crumb[];
  /** The page that follows. */
  readonly next: string;
  /** The owner of the value. */
  readonly of: Fact;
  readonly secret: { readonly id: string; readonly label: string; readonly value: string };
  readonly facts?: readonly Fact[];
  readonly children?: ComponentChildren;
}

/** Shows a generated password or token, once, with a button to copy it if JavaScript runs. */
export const ShownOncePage = (props: ShownOnceProps) => {
  const { title, warning, crumbs = [], next, of, secret, facts = [], children } = props;
  return (
    <Page
      title={title}
      crumbs={crumbs}
      action={
        <LinkButton to={next} kind="primary">
          {texts.shownOnce.done}
        </LinkButton>
      }
    >
      <div class="form">
        <Note tone="warning" live>
          {warning}
        </Note>
        <DescriptionList of={[of, [secret.label, <Secret key="secret" {...secret} />], ...facts]} />
        {children}
      </div>
    </Page>
  );
};

const Secret = ({ id, label, value }: ShownOnceProps['secret']) => (
  <span class="acts">
    <output class="once wrap" id={id}>
      <code>{value}</code>
    </output>
    <button class="btn sm scripted" type="button" data-copy={id}>
      <Icon name="copy" small />
      <span>{texts.copy.button}</span>
      <span class="vh"> {label}</span>
    </button>
  </span>
);
