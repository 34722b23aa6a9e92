import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

interface Named {
  readonly item: string;
  readonly by: string;
  readonly day: string;
}

/** Words of notifications, wherever they are shown. */
export const texts = {
  nobody: 'Someone',
  what: {
    proposal: ({ by, item }: Named) => `${by} asks you to review the proposal “${item}”`,
    suggestion: ({ by, item }: Named) => `${by} asks you to review the suggestion “${item}”`,
    mention: ({ by, item }: Named) => `${by} mentioned you in a comment on “${item}”`,
    assigned: ({ by, item }: Named) => `${by} assigned you the action item “${item}”`,
    due: ({ item, day }: Named) => `Action item “${item}” is due on ${day}`,
    overdue: ({ item, day }: Named) => `Action item “${item}” is overdue since ${day}`,
    decision: ({ item }: Named) => `Decision recorded on “${item}”`,
    suggestion_accepted: ({ by, item }: Named) => `${by} accepted your suggestion “${item}”`,
    suggestion_rejected: ({ by, item }: Named) => `${by} rejected your suggestion “${item}”`,
    proposal_approved: ({ by, item }: Named) => `${by} approved your proposal “${item}”`,
    proposal_rejected: ({ by, item }: Named) => `${by} rejected your proposal “${item}”`,
    approve: ({ by, item }: Named) => `${by} asks you to approve “${item}”`,
    moved: ({ by, item, day }: Named) => `${by} moved “${item}” to ${day}`,
    cancelled: ({ by, item }: Named) => `${by} cancelled “${item}”`,
  } as Readonly<Record<string, (named: Named) => string>>,
  email: {
    digest: (count: number, app: string) => `${counted(count, 'notification')} from ${app}`,
    footer: (app: string) => `You get this email from ${app} because you chose it.`,
    unsubscribe: 'Stop these emails',
  },
  other: ({ item }: Named) => item,
  kinds: {
    review: 'Review requested',
    mention: 'Mention',
    assigned: 'Assigned to me',
    due: 'Due or overdue',
    decided: 'Decided',
    minutes: 'Minutes to approve',
    meeting: 'Meeting changed',
  } as Readonly<Record<string, string>>,
} as const satisfies Texts;
