import { Broken, NotFound, Refused } from './error-body.tsx';
import { Page } from './page.tsx';
import { texts } from './texts.ts';

export interface ErrorPageProps {
  readonly problem: {
    readonly status: number;
    readonly detail: string;
    readonly requestId: string;
  };
  readonly at: Date;
  /** Address to retry, for reads. */
  readonly again?: string | undefined;
  /** Page of the submitted form. */
  readonly form?: string | undefined;
}

/** The error page: what happened, what to do, and how to find it in the log. */
export const ErrorPage = ({
  problem: { status, detail, requestId },
  at,
  again,
  form,
}: ErrorPageProps) => (
  <Page title={titleOf(status)} bare>
    {status === 404 ? (
      <NotFound detail={detail} requestId={requestId} />
    ) : status < 500 ? (
      <Refused status={status} detail={detail} requestId={requestId} form={form} />
    ) : (
      <Broken
        status={status}
        requestId={requestId}
        at={at}
        form={form}
        {...(again === undefined ? {} : { again })}
      />
    )}
  </Page>
);

function titleOf(status: number): string {
  if (status === 404) return texts.error.notFound;
  if (status === 503) return texts.error.unavailable;
  return status < 500 ? texts.error.refused : texts.error.failed;
}
