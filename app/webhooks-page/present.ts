/** A JSON document with its lines indented, for readers. */
export const indented = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);

/** A receiver in TypeScript, as the guide shows it. */
export const receiverExample = `import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');

createServer(async (request, response) => {
  const body = await text(request);
  try {
    const event = webhook.verify(body, request.headers as Record<string, string>);
    response.writeHead(204).end();
    console.log(event);
  } catch {
    response.writeHead(401).end();
  }
}).listen(8080);`;

/** The same check in a shell, for a request that was saved. */
export const shellExample = `key=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | xxd -p -c 64)
printf '%s.%s.' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP" | cat - body.json |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64`;

/** A message, as the guide shows it. */
export const messageExample = indented(
  JSON.stringify({
    type: 'decision.finalized',
    timestamp: '2026-03-18T09:30:00.000Z',
    data: {
      event_id: 4711,
      actor: { id: 12, name: 'alice' },
      target: {
        ...{ type: 'decision', id: 31, label: '2026-14' },
        url: 'https://ahlt.example.com/decisions/31',
      },
      committee: { id: 45, label: 'Budget Committee' },
      before: null,
      after: { status: 'final' },
      details: null,
    },
  }),
);
