import { Icon } from './icon.tsx';
import { type Frame, Page } from './page.tsx';
import { Moment } from './time.tsx';

export interface ErrorPageProps {
  readonly frame: Frame;
  readonly problem: { readonly status: number; readonly detail: string; readonly requestId: string };
  readonly at: Date;
}

/** What a person sees instead of the page they asked for: what happened, what to do, and how to find it again in the log. */
export const ErrorPage = ({ frame, problem: { status, detail, requestId }, at }: ErrorPageProps) => {
  const { title, advice, icon } = words(status);
  return (
    <Page title={title} frame={frame}>
      <div class="blank">
        <Icon name={icon} />
        <h1>{title}</h1>
        <p>{detail}</p>
        {advice !== undefined && <p>{advice}</p>}
        <p class="acts">
          <a class="btn" href="/">
            Go to the start page
          </a>
        </p>
        <p class="fine">
          Error {status} · request <code>{requestId}</code> · <Moment at={at} />
        </p>
      </div>
    </Page>
  );
};

function words(status: number): { title: string; advice?: string; icon: 'search' | 'stop' | 'warn' } {
  if (status === 404) return { title: 'Page not found', advice: 'The address may be misspelt, or what it showed is gone.', icon: 'search' };
  if (status === 503) return { title: 'Not available at the moment', advice: 'Try again in a few seconds.', icon: 'warn' };
  if (status < 500) return { title: 'This request was not accepted', icon: 'stop' };
  return {
    title: 'This page could not be shown',
    advice: 'Nothing that was saved is lost. If it happens again, report it with the request number below.',
    icon: 'stop',
  };
}
