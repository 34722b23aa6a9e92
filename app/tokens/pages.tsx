import type { VNode } from 'preact';
import { AccountPage } from '../account/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Check, CheckField, SelectField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FieldGroup } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, several } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ShownOncePage } from '../ui/shown-once.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { Count, State } from '../ui/word.tsx';
import { lifetimes, stateOf } from './rules.ts';
import { texts } from './texts.ts';
import type { Scope, Token } from './token.ts';

interface TokensProps {
  readonly tokens: readonly Token[];
  readonly now: Date;
}

export const tokensPage = ({ tokens, now }: TokensProps): VNode => {
  const living = tokens.filter((token) => stateOf(token, true, now) === 'valid');
  const ended = tokens.filter((token) => !living.includes(token));
  const action = (
    <>
      <LinkButton to="/api/v1/docs">{texts.docs}</LinkButton>
      <LinkButton to="/account/tokens/new" kind="primary" icon="plus">
        {texts.create}
      </LinkButton>
    </>
  );
  return (
    <AccountPage tab="tokens">
      <Section id="tokens" title={texts.living} count={<Count n={living.length} />} end={action}>
        <p class="small muted lead-in">{texts.lead}</p>
        {living.length === 0 ? (
          <EmptyState icon="key" title={texts.empty}>
            {texts.emptyAdvice}
          </EmptyState>
        ) : (
          <TokenTable caption={texts.living} tokens={living} />
        )}
      </Section>
      {ended.length > 0 && (
        <Section id="ended" title={texts.ended} count={<Count n={ended.length} />}>
          <TokenTable caption={texts.ended} tokens={ended} ended />
        </Section>
      )}
      {living.map(({ id, name }) => (
        <Dialog
          key={id}
          id={`revoke-${id}`}
          title={texts.revokeQuestion(name)}
          to={`/account/tokens/${id}/revoke`}
          confirm={texts.revokeConfirm}
          keep={texts.keep}
        >
          <p>{texts.revokeConsequence}</p>
        </Dialog>
      ))}
    </AccountPage>
  );
};

const TokenTable = ({
  caption,
  tokens,
  ended = false,
}: {
  caption: string;
  tokens: readonly Token[];
  ended?: boolean;
}) => (
  <SimpleTable
    caption={caption}
    of={tokens}
    rowKey={({ id }) => id}
    columns={[
      {
        label: texts.columns.name,
        header: true,
        cell: ({ name, ending }) => (
          <>
            {name} <code class="muted nowrap">…{ending}</code>
          </>
        ),
      },
      {
        label: texts.columns.access,
        cell: ({ mayWrite, codes }) => texts.access(mayWrite, codes.length),
      },
      {
        label: texts.columns.used,
        cell: ({ lastUsedAt, lastUsedAddress }) =>
          lastUsedAt === null ? (
            <span class="muted">{texts.neverUsed}</span>
          ) : (
            <span>
              <Time at={lastUsedAt} style="relative" />
              {lastUsedAddress !== null && <span class="muted"> · {lastUsedAddress}</span>}
            </span>
          ),
      },
      ended
        ? { label: texts.columns.ends, cell: (token) => <State is="ended">{endOf(token)}</State> }
        : { label: texts.columns.ends, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
      ...(ended
        ? []
        : [
            {
              label: texts.columns.actions,
              actions: true,
              cell: ({ id, name }: Token) => (
                <Button kind="quiet" small opens={`revoke-${id}`}>
                  {texts.revoke}
                  <span class="vh"> {texts.revokeOf(name)}</span>
                </Button>
              ),
            },
          ]),
    ]}
  />
);

const endOf = ({ revokedAt, revokedBecause }: Token): string =>
  revokedAt === null ? texts.expired : texts.revokedBecause[revokedBecause ?? 'owner'];

interface NewTokenProps {
  readonly scopes: readonly Scope[];
  readonly state: FormState;
}

/** Breadcrumb from the account, which has no menu entry. */
const way = [
  { label: texts.account, to: '/account' },
  { label: texts.title, to: '/account/tokens' },
];

export const newTokenPage = ({ scopes, state }: NewTokenProps): VNode => (
  <Page title={texts.form.title} lead={texts.lead} crumbs={way}>
    {scopes.length === 0 ? (
      <Note tone="warning">{texts.form.noPermissions}</Note>
    ) : (
      <Form to="/account/tokens" state={state} submit={texts.form.submit} cancel="/account/tokens">
        <TextField
          name="name"
          label={texts.form.name}
          help={texts.form.nameHelp}
          width="m"
          most={100}
        />
        <SelectField
          name="days"
          label={texts.form.days}
          width="s"
          options={lifetimes.map((days) => ({
            value: String(days),
            label: texts.form.daysOf(days),
          }))}
        />
        <CheckField name="write" label={texts.form.write} help={texts.form.writeHelp} />
        <FieldGroup name="codes" label={texts.form.scopes} help={texts.form.scopesHelp}>
          {[...Map.groupBy(scopes, ({ group }) => group)].map(([group, members]) => (
            <ScopeFold
              key={group}
              group={group}
              scopes={members}
              chosen={several(state.values['codes'] ?? [])}
            />
          ))}
        </FieldGroup>
      </Form>
    )}
  </Page>
);

const ScopeFold = ({
  group,
  scopes,
  chosen,
}: {
  group: string;
  scopes: readonly Scope[];
  chosen: readonly string[];
}) => {
  const given = scopes.filter(({ code }) => chosen.includes(code)).length;
  return (
    <Fold title={group} open={given > 0} end={<Count n={scopes.length} />}>
      <div data-check-group="">
        {scopes.length > 1 && (
          <span class="scripted">
            <Check
              name=""
              label={<span class="strong">{texts.form.allOf(group)}</span>}
              checked={given === scopes.length}
            />
          </span>
        )}
        {scopes.map(({ code, label }) => (
          <Check
            key={code}
            name="codes"
            value={code}
            label={label}
            code={code}
            checked={chosen.includes(code)}
          />
        ))}
      </div>
    </Fold>
  );
};

interface ShownTokenProps {
  readonly name: string;
  readonly secret: string;
  readonly expiresAt: Date;
  /** Origin of this server. */
  readonly server: string;
}

export const shownTokenPage = ({ name, secret, expiresAt, server }: ShownTokenProps): VNode => (
  <ShownOncePage
    title={texts.shown.title}
    warning={texts.shown.lead}
    crumbs={way}
    next="/account/tokens"
    of={[texts.shown.name, name]}
    secret={{ id: 'made-token', label: texts.shown.token, value: secret }}
    facts={[
      [texts.shown.ends, <Time key="ends" at={expiresAt} />],
      [
        texts.shown.example,
        <code
          class="wrap"
          key="example"
        >{`curl -H "Authorization: Bearer $AHLT_TOKEN" ${server}/api/v1/users`}</code>,
      ],
    ]}
  />
);
