import { Confirm } from '../ui/dialog.tsx';
import { ErrorPage } from '../ui/error-page.tsx';
import { Page } from '../ui/page.tsx';
import { sampleNow } from './sample-shell.ts';

/** A page that opens as a dialog when scripts run. */
export const QuestionPage = () => (
  <Page title="Delete a user" bare>
    <Confirm
      title="Delete user Viktor Nemec?"
      to="/design/done"
      confirm="Delete user"
      keep="Keep user"
      back="/design"
    >
      <p>His entries in minutes and the audit log keep his name. This cannot be undone.</p>
    </Confirm>
  </Page>
);

export const MissingPage = () => (
  <ErrorPage
    problem={{ status: 404, detail: 'Nothing found at /design/nowhere.', requestId: '77c1-0b3e' }}
    at={sampleNow}
  />
);

export const BrokenPage = () => (
  <ErrorPage
    problem={{ status: 500, detail: '', requestId: '5be2-d1f4' }}
    at={sampleNow}
    again="/design/broken"
  />
);
