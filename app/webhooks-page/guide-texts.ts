import type { Texts } from '../ui/texts.ts';

/** Texts of the guide for receivers. */
export const texts = {
  title: 'Receive webhooks',
  short: 'Receiver guide',
  lead: 'Requests are signed as standardwebhooks.com describes.',
  request: 'The request',
  requestText:
    'Each event is one POST request with a JSON body. Answer with a status from 200 to 299 within 15 seconds, and do long work afterwards. Redirects are not followed.',
  headers: {
    header: 'Header',
    meaning: 'Meaning',
    rows: {
      'webhook-id': 'Id of the message. It stays the same when a message is sent again.',
      'webhook-timestamp': 'Time of the attempt, in seconds since 1970.',
      'webhook-signature': 'One or more signatures such as v1,K5oZ…, separated by spaces.',
    },
  },
  verify: 'Verify the signature',
  verifyText:
    'Use a library of standardwebhooks.com. It needs the secret, the headers and the body as it arrived, before it is parsed.',
  byHand:
    'By hand: the signature is HMAC-SHA256 of id, timestamp and body, joined by dots. The key is the part of the secret after whsec_, decoded as base64. Refuse a timestamp that is more than five minutes old. Accept the message if one of the signatures matches.',
  examples: {
    message: 'Example of a message',
    receiver: 'Example of a receiver',
    shell: 'Verification by hand',
  },
  repeats: 'Messages that arrive twice',
  repeatsText:
    'A message is sent until it is answered, so it can arrive more than once, and not in order. Remember each webhook-id for a day or longer and ignore known ones. Order by timestamp in the body.',
  retries: 'Retries',
  retriesText:
    'A failed message is sent again after 5 seconds, 5 minutes and 30 minutes. Further attempts follow after 2, 5, 10, 14, 20 and 24 hours. An endpoint that fails for a day is disabled. Status 410 disables it at once.',
  events: 'Types of events',
  eventsText:
    'The type is the code of the action in the audit log, such as decision.finalized. The subject is in data.target, what changed in data.before and data.after.',
  group: 'Group',
  types: 'Types begin with',
} as const satisfies Texts;
