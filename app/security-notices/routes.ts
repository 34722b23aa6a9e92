import type { Db } from '../db/database.ts';
import { empty, redirect } from '../http/answers.ts';
import { wayBack } from '../http/fields.ts';
import { form } from '../http/parsers.ts';
import { signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { wantsJson } from '../http/wants-json.ts';
import { dismissNotices } from './notice-store.ts';
import { dismissalInput } from './schema.ts';

/** Dismisses notices; the account page still lists them. */
export const securityNoticeRoutes = ({ db }: { readonly db: Db }): Routes =>
  routes().post(
    '/account/notices/dismiss',
    signedIn,
    form(dismissalInput),
    async ({ actor, visit, input, now, request }) => {
      const { from, until, back } = input;
      await dismissNotices(db, { userId: actor.id, session: visit.sessionId, from, until, now });
      return wantsJson(request) ? empty() : redirect(wayBack(back, '/account?tab=security'));
    },
  );
