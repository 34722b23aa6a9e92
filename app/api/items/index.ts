import type { Services } from '../../services.ts';
import type { Operation } from '../operation.ts';
import { agendaOperations } from './agenda.ts';
import { commentOperations } from './comments.ts';
import { decisionOperations } from './decisions.ts';
import { meetingOperations } from './meetings.ts';
import { submissionOperations } from './submissions.ts';

/** The items of committees, from suggestions to what follows from decisions. */
export const itemOperations = (services: Services): readonly Operation[] => [
  ...submissionOperations(services),
  ...agendaOperations(services),
  ...decisionOperations(services),
  ...meetingOperations(services),
  ...commentOperations(services),
];
