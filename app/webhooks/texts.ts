import { auditFamilies } from '../declarations.ts';
import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

/** Texts of what webhooks refuse. */
export const texts = {
  /** Groups of events, by the family of their audited actions. */
  groups: auditFamilies,
  refused: {
    name: 'Name',
    url: 'Enter an address such as https://hooks.example.com/ahlt.',
    urlLong: 'The address must be at most 2,000 characters.',
    credentials: 'The address must not contain a user name or password. Deliveries are signed.',
    plain:
      'Use https. An address with http must be named in the setting “Private addresses for webhooks”.',
    privateAddress: (host: string) =>
      `${host} is not a public address. To allow it, name it in the setting “Private addresses for webhooks”.`,
    events: 'Choose at least one group of events.',
    committee: 'Choose a committee from the list.',
    tooMany: (most: number) =>
      `There are already ${counted(most, 'webhook')}. Delete one that is no longer needed.`,
    nameTaken: 'Another webhook has this name. Choose another name.',
    changed: 'Another user changed this webhook. Check the current values and save again.',
    disabled: 'The webhook is disabled. Enable it first.',
    enabled: 'The webhook is already enabled.',
    alreadyDisabled: 'The webhook is already disabled.',
    waits: 'The delivery is already waiting to be sent.',
  },
  testLabel: 'Test event',
} as const satisfies Texts;
