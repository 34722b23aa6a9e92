import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { answer, page, redirect } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { form } from '../http/parsers.ts';
import { proven, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { createToken, revokeToken } from './commands.ts';
import { newTokenPage, shownTokenPage, tokensPage } from './pages.tsx';
import { listScopes } from './queries.ts';
import { tokenInput } from './schema.ts';
import { endingOf, newToken, tokenDigest } from './secret.ts';
import { texts } from './texts.ts';
import { listTokens } from './token-store.ts';

/** The user's own access tokens: list, create, revoke. */
export const tokenRoutes = (services: CommandServices & Pick<Services, 'config'>): Routes => {
  const { db, now, config } = services;
  const showForm = async (
    { actor }: OwnCall,
    state: FormState = freshForm({ days: '90' }),
  ): Promise<VNode> => newTokenPage({ scopes: await listScopes(db, actor.permissions), state });
  return routes()
    .offer('/account/tokens/new', texts.offers.newToken)
    .get('/account/tokens', signedIn, async ({ actor }) =>
      page(tokensPage({ tokens: await listTokens(db, actor.id, now()), now: now() })),
    )
    .get('/account/tokens/new', signedIn, async (call) => page(await showForm(call)))
    .post(
      '/account/tokens',
      proven(signedIn),
      form(tokenInput, showForm),
      async ({ actor, input, refused, request }) => {
        const secret = newToken();
        const mark = randomUUID();
        const wanted = { ...input, digest: tokenDigest(secret), ending: endingOf(secret), mark };
        return answer(await createToken(services, actor, wanted), {
          saved: (made) => {
            if (made.mark !== mark)
              return redirect('/account/tokens', { tone: 'info', text: texts.saved.sentTwice });
            const server =
              config.http.publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`;
            return page(
              shownTokenPage({
                name: input.name,
                secret,
                expiresAt: new Date(made.expiresAt),
                server,
              }),
            );
          },
          refused,
        });
      },
    )
    .post('/account/tokens/:id/revoke', signedIn, async ({ actor, id }) =>
      answer(await revokeToken(services, actor, { id }), {
        saved: (name) => redirect('/account/tokens', texts.saved.revoked(name)),
      }),
    );
};
