import type { Services } from '../../services.ts';
import type { Operation } from '../operation.ts';
import { actionOperations } from './actions.ts';
import { agendaOperations } from './agenda.ts';
import { amendmentOperations } from './amendments.ts';
import { ballotOperations } from './ballots.ts';
import { commentOperations } from './comments.ts';
import { decisionOperations } from './decisions.ts';
import { meetingOperations } from './meetings.ts';
import { minutesOperations } from './minutes.ts';
import { opinionOperations } from './opinions.ts';
import { optionOperations } from './options.ts';
import { queueOperations } from './queue.ts';
import { submissionOperations } from './submissions.ts';

/** The items of committees, from suggestions to what follows from decisions. */
export const itemOperations = (services: Services): readonly Operation[] => [
  ...submissionOperations(services),
  ...queueOperations(services),
  ...agendaOperations(services),
  ...optionOperations(services),
  ...opinionOperations(services),
  ...ballotOperations(services),
  ...decisionOperations(services),
  ...meetingOperations(services),
  ...minutesOperations(services),
  ...actionOperations(services),
  ...amendmentOperations(services),
  ...commentOperations(services),
];
