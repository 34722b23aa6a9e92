import type { ComponentChildren } from 'preact';
import { Confirm, type ConfirmProps } from './dialog.tsx';
import type { Crumb } from './menu.ts';
import { Page } from './page.tsx';

interface Place {
  /** Path from the menu entry to this page. */
  readonly crumbs?: readonly Crumb[];
  /** Name in the breadcrumb and window title, if the question is too long. */
  readonly short?: string;
}

/** A page that asks for a confirmation; links with `data-dialog` show it in a dialog. */
export const ConfirmPage = ({ crumbs = [], short, ...question }: ConfirmProps & Place) => (
  <Page title={question.title} crumbs={crumbs} short={short ?? question.title} bare>
    <Confirm {...question} />
  </Page>
);

interface QuestionPageProps extends Place {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The same with a form of its own. */
export const QuestionPage = ({
  title,
  crumbs = [],
  short = title,
  children,
}: QuestionPageProps) => (
  <Page title={title} crumbs={crumbs} short={short} bare>
    <div class="confirm" data-dialog-content="">
      <h1>{title}</h1>
      {children}
    </div>
  </Page>
);
