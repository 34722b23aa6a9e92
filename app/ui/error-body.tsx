import type { ComponentChildren } from 'preact';
import { LinkButton } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Note } from './note.tsx';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { Time } from './time.tsx';
import { listed } from './words.ts';

interface BodyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly action: ComponentChildren;
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly at?: Date | undefined;
}

const Body = ({ icon, title, children, action, status, requestId, at }: BodyProps) => (
  <>
    <div class="blank">
      <Icon name={icon} />
      <h1>{title}</h1>
      {children}
      <div class="acts">{action}</div>
    </div>
    <p class="small muted">
      {texts.error.line(status)}
      {requestId !== undefined && (
        <>
          {' '}
          · {texts.error.request} <code>{requestId}</code>
        </>
      )}
      {at !== undefined && (
        <>
          {' '}
          · <Time at={at} style="moment" />
        </>
      )}
    </p>
  </>
);

const HomeButton = ({ kind = 'primary' }: { kind?: 'primary' | 'quiet' }) => (
  <LinkButton to={useShell().addresses.home} kind={kind}>
    {texts.error.home}
  </LinkButton>
);

const FormButton = ({ to }: { to: string | undefined }) =>
  to === undefined ? null : (
    <LinkButton to={to} kind="primary">
      {texts.error.back}
    </LinkButton>
  );

export interface ForbiddenProps {
  /** Name of the requested page. */
  readonly page?: string;
  /** The missing permission. */
  readonly permission?: { readonly label: string; readonly code: string };
  /** The user's roles. */
  readonly roles?: readonly string[];
  /** Users who can grant it. */
  readonly helpers?: readonly string[];
  /** The reason, if it is not a missing permission. */
  readonly reason?: string;
  readonly requestId?: string;
}

/** 403: the missing permission, the user's roles, and who can help. */
export const Forbidden = ({
  page,
  permission,
  roles,
  helpers = [],
  reason,
  requestId,
}: ForbiddenProps) => (
  <Body
    icon="lock"
    status={403}
    requestId={requestId}
    title={page === undefined ? texts.error.forbiddenAny : texts.error.forbidden(page)}
    action={<HomeButton />}
  >
    {permission !== undefined && (
      <p>
        {texts.error.needs} “{permission.label}” (<code>{permission.code}</code>).{' '}
        {roles !== undefined &&
          (roles.length === 0
            ? texts.error.noRoles
            : texts.error.rolesLack(listed(roles), roles.length))}
      </p>
    )}
    {reason !== undefined && <p>{reason}</p>}
    {helpers.length > 0 && <p>{texts.error.helpers(listed(helpers))}</p>}
  </Body>
);

/** 404 */
export const NotFound = ({ detail, requestId }: { detail?: string; requestId?: string }) => (
  <Body
    icon="search"
    status={404}
    requestId={requestId}
    title={texts.error.notFound}
    action={<HomeButton />}
  >
    {detail !== undefined && <p>{detail}</p>}
    <p>{texts.error.notFoundAdvice}</p>
  </Body>
);

export interface BrokenProps {
  readonly status?: number;
  readonly requestId: string;
  readonly at?: Date;
  /** Address to retry, for reads. */
  readonly again?: string;
  /** Page of the submitted form. */
  readonly form?: string | undefined;
}

/**
 * 500 and other server errors: what was and was not saved, and the number to report to an
 * administrator.
 */
export const Broken = ({ status = 500, requestId, at, again, form }: BrokenProps) => (
  <Body
    icon="stop"
    status={status}
    requestId={requestId}
    at={at}
    title={status === 503 ? texts.error.unavailable : texts.error.failed}
    action={
      <>
        {again !== undefined && (
          <LinkButton to={again} kind="primary">
            {texts.error.tryAgain}
          </LinkButton>
        )}
        <FormButton to={form} />
        <HomeButton kind={again === undefined && form === undefined ? 'primary' : 'quiet'} />
      </>
    }
  >
    <p>{status === 503 ? texts.error.unavailableAdvice : texts.error.failedText}</p>
    {status !== 503 && <p>{texts.error.failedAdvice}</p>}
  </Body>
);

export interface RefusedProps {
  readonly status: number;
  readonly detail: string;
  readonly requestId?: string;
  /** Page of the submitted form. */
  readonly form?: string | undefined;
}

/**
 * All other refusals of a request: 400, 405, 413, 415, 429, and 403 for a form of another session.
 */
export const Refused = ({ status, detail, requestId, form }: RefusedProps) => (
  <Body
    icon="stop"
    status={status}
    requestId={requestId}
    title={texts.error.refused}
    action={
      <>
        <FormButton to={form} />
        <HomeButton kind={form === undefined ? 'primary' : 'quiet'} />
      </>
    }
  >
    <p>{detail}</p>
  </Body>
);

export interface ConflictProps {
  /** "The user Ingrid Solheim" */
  readonly thing: string;
  /** Who saved first. */
  readonly by?: string | undefined;
  /** The differences between the stored and the submitted values: a `Diff`. */
  readonly children?: ComponentChildren;
}

/** 409, above the form with the submitted values: what another user saved meanwhile. */
export const Conflict = ({ thing, by, children }: ConflictProps) => (
  <div class="stack" data-focus="" tabIndex={-1}>
    <Note tone="warning" live>
      <strong>{texts.error.conflict(thing)}.</strong>{' '}
      {by === undefined ? texts.error.conflictAdvice : texts.error.conflictBy(by)}
    </Note>
    {children}
  </div>
);
