import { Router } from 'express';
import { readUnsubscribeToken, type Unsubscription } from '../notifications/index.ts';
import type { CommandServices } from '../ontology/command.ts';
import { findEntity } from '../ontology/lookup.ts';
import { notFound, type Outcome } from '../ontology/outcome.ts';
import { stopEmails } from './commands.ts';

/** Ends emails in the name of the person whom they are for. */
export async function stopFor(
  services: CommandServices,
  asked: Unsubscription,
): Promise<Outcome<undefined>> {
  const person = await findEntity(services.db, asked.user);
  if (person?.type !== 'user') return notFound();
  const { id, name, label } = person;
  const actor = {
    kind: 'user' as const,
    id,
    name,
    label,
    permissions: new Set<never>(),
    origin: {},
  };
  return stopEmails(services, actor, asked);
}

/**
 * The address of the header `List-Unsubscribe` (RFC 8058): a POST of a mail program ends emails at
 * once. It has no session and no form token; its own token is signed. A GET, of a person or a
 * program that looks at links, only leads to the page that asks.
 */
export const oneClick = (
  services: CommandServices & { readonly access: { readonly keys: readonly string[] } },
): Router =>
  Router()
    .get('/unsubscribe', (request, response) => {
      const token = encodeURIComponent(tokenIn(request.query));
      response.redirect(303, `/notifications/unsubscribe?token=${token}`);
    })
    .post('/unsubscribe', async (request, response) => {
      const asked = readUnsubscribeToken(tokenIn(request.query), services.access.keys);
      const outcome = asked === undefined ? notFound() : await stopFor(services, asked);
      response.status(outcome.ok ? 204 : 404).end();
    });

const tokenIn = ({ token }: { token?: unknown }): string =>
  typeof token === 'string' ? token.slice(0, 200) : '';
