import type { ComponentChildren, VNode } from 'preact';
import { Button, LinkButton } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { ConfirmPage } from '../ui/question-page.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { listed, number } from '../ui/words.ts';
import { labelOf, type Status, type Transition } from '../workflow/index.ts';
import type { Built, Effect, WorkflowLine } from './built.ts';
import {
  CheckButton,
  NewStatusForm,
  NewTransitionForm,
  StatusFields,
  TransitionFields,
} from './forms.tsx';
import { GraphView } from './graph-view.tsx';
import { StatusTable, TransitionTable } from './parts.tsx';
import { gapsIn } from './rules.ts';
import { texts } from './texts.ts';

const scopeLabel = (scope: string): string => texts.scopes[scope] ?? scope;

/** All workflows, and the form for another one (spec workflow#builder). */
export const listPage = (lines: readonly WorkflowLine[]): VNode => (
  <Page title={texts.title} lead={texts.lead}>
    <SimpleTable
      caption={texts.list.caption}
      of={lines}
      rowKey={({ scope }) => scope}
      columns={[
        {
          label: texts.list.name,
          header: true,
          cell: ({ scope }) => <a href={`/workflow/builder/${scope}`}>{scopeLabel(scope)}</a>,
        },
        { label: texts.list.code, cell: ({ scope }) => <code>{scope}</code> },
        { label: texts.list.statuses, number: true, cell: ({ statuses }) => number(statuses) },
        {
          label: texts.list.transitions,
          number: true,
          cell: ({ transitions }) => number(transitions),
        },
        {
          label: texts.list.version,
          number: true,
          cell: ({ version }) => (version === null ? '–' : number(version)),
        },
      ]}
    />
    <Section id="new-workflow" title={texts.create.title}>
      <Form to="/workflow/builder" submit={texts.create.submit} guard={false}>
        <TextField
          name="scope"
          label={texts.create.scope}
          help={texts.create.help}
          width="m"
          most={63}
          code
        />
      </Form>
    </Section>
  </Page>
);

/** Drawing, statuses, transitions and versions of a workflow. */
export const builderPage = (built: Built): VNode => {
  const { definition, versions } = built;
  const { scope, statuses, transitions } = definition;
  const title = scopeLabel(scope);
  return (
    <Page title={title} module="drawing">
      <Gaps of={built} />
      {statuses.length > 0 && (
        <Section id="graph" title={texts.graph.title} quiet>
          <GraphView definition={definition} label={title} />
        </Section>
      )}
      <Section id="statuses" title={texts.statuses.title} count={number(statuses.length)}>
        <StatusTable built={built} />
        <Adding label={texts.statuses.add} open={statuses.length === 0}>
          <NewStatusForm scope={scope} order={statuses.length + 1} />
        </Adding>
      </Section>
      <Section id="transitions" title={texts.transitions.title} count={number(transitions.length)}>
        <TransitionTable definition={definition} />
        {statuses.length > 1 && (
          <Adding label={texts.transitions.add}>
            <NewTransitionForm built={built} />
          </Adding>
        )}
      </Section>
      <Section id="versions" title={texts.versions.title}>
        <Versions of={versions} />
      </Section>
    </Page>
  );
};

const Adding = ({
  label,
  open = false,
  children,
}: {
  label: string;
  open?: boolean;
  children: ComponentChildren;
}) => (
  <details class="fold gap-t" open={open}>
    <summary>{label}</summary>
    <div>{children}</div>
  </details>
);

const Gaps = ({ of: { definition } }: { of: Built }) => {
  const { unreachable, stuck } = gapsIn(definition);
  const names = (statuses: readonly Status[]) => listed(statuses.map(({ label }) => label));
  if (unreachable.length === 0 && stuck.length === 0) return null;
  return (
    <Note tone="warning">
      {unreachable.length > 0 && <p>{texts.gaps.unreachable(names(unreachable))}</p>}
      {stuck.length > 0 && <p>{texts.gaps.stuck(names(stuck))}</p>}
    </Note>
  );
};

const Versions = ({ of }: { of: Built['versions'] }) =>
  of.length === 0 ? (
    <p class="muted">{texts.versions.empty}</p>
  ) : (
    <SimpleTable
      caption={texts.versions.title}
      of={of}
      rowKey={(version) => version.number}
      columns={[
        { label: texts.versions.number, header: true, cell: (one) => number(one.number) },
        { label: texts.versions.since, cell: ({ since }) => <Time at={since} style="moment" /> },
        {
          label: texts.versions.size,
          cell: ({ statuses, transitions }) => texts.counts(statuses, transitions),
        },
        { label: texts.versions.moves, number: true, cell: ({ moves }) => number(moves) },
      ]}
    />
  );

export interface StatusPageProps {
  readonly scope: string;
  readonly status: Status;
  readonly state: FormState;
}

/** The form of a status. */
export const statusPage = ({ scope, status, state }: StatusPageProps): VNode => (
  <Page title={texts.statuses.edit(status.label)} crumbs={crumbsOf(scope)}>
    <Form
      to={`/workflow/builder/${scope}/statuses/${status.id}/update`}
      state={state}
      submit={texts.statuses.save}
      cancel={`/workflow/builder/${scope}`}
    >
      <StatusFields />
    </Form>
  </Page>
);

interface TransitionPageProps {
  readonly built: Built;
  readonly transition: Transition;
  readonly state: FormState;
  /** The effect of the submitted change; omitted: it was not requested. */
  readonly effect?: Effect;
}

/** The form of a transition, with the effect of a change if it was asked for. */
export const transitionPage = ({
  built,
  transition,
  state,
  effect,
}: TransitionPageProps): VNode => {
  const { definition, permissions } = built;
  const { scope } = definition;
  const at = `/workflow/builder/${scope}/transitions/${transition.id}`;
  return (
    <Page
      title={texts.transitions.edit(transition.label)}
      lead={`${labelOf(definition, transition.from)} → ${labelOf(definition, transition.to)}`}
      crumbs={crumbsOf(scope)}
    >
      {effect !== undefined && (
        <EffectNote of={effect} status={labelOf(definition, transition.from)} />
      )}
      <Form to={`${at}/update`} state={state}>
        <TransitionFields permissions={permissions} />
        <div class="acts">
          <Button kind="primary" type="submit">
            {texts.transitions.save}
          </Button>
          <CheckButton to={`${at}/check`} />
          <LinkButton to={`/workflow/builder/${scope}`} kind="quiet">
            {texts.cancel}
          </LinkButton>
        </div>
      </Form>
    </Page>
  );
};

const EffectNote = ({ of, status }: { of: Effect; status: string }) => {
  const { items, withoutValue, withoutUser } = of;
  const unable = withoutValue + withoutUser;
  if (items === 0) return <Note tone="info">{texts.effect.none(status)}</Note>;
  if (unable === 0) return <Note tone="success">{texts.effect.all(items, status)}</Note>;
  return (
    <Note tone="warning">
      <p>{texts.effect.some(items, status, unable)}</p>
      <ul>
        {withoutValue > 0 && <li>{texts.effect.condition(withoutValue)}</li>}
        {withoutUser > 0 && <li>{texts.effect.nobody(withoutUser)}</li>}
      </ul>
    </Note>
  );
};

/** Asks before a status is deleted. */
export const statusDeletionPage = (scope: string, { id, label }: Status): VNode => (
  <Question
    scope={scope}
    title={texts.statuses.question(label)}
    to={`/workflow/builder/${scope}/statuses/${id}/delete`}
    confirm={texts.statuses.remove}
    keep={texts.statuses.keep}
  >
    <p>{texts.statuses.consequence}</p>
  </Question>
);

/** Asks before a transition is deleted, and says how many items could make it. */
export const transitionDeletionPage = (built: Built, { id, label, from }: Transition): VNode => (
  <Question
    scope={built.definition.scope}
    title={texts.transitions.question(label)}
    to={`/workflow/builder/${built.definition.scope}/transitions/${id}/delete`}
    confirm={texts.transitions.remove}
    keep={texts.transitions.keep}
  >
    <p>{texts.effect.removal(built.items.get(from) ?? 0, labelOf(built.definition, from))}</p>
  </Question>
);

const Question = ({
  scope,
  title,
  children,
  ...question
}: {
  scope: string;
  title: string;
  to: string;
  confirm: string;
  keep: string;
  children: ComponentChildren;
}) => (
  <ConfirmPage
    title={title}
    short={question.confirm}
    crumbs={crumbsOf(scope)}
    back={`/workflow/builder/${scope}`}
    {...question}
  >
    {children}
  </ConfirmPage>
);

const crumbsOf = (scope: string) => [
  { label: scopeLabel(scope), to: `/workflow/builder/${scope}` },
];
