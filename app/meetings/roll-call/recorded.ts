import { entityTypes } from '../../declarations.ts';
import type { Texts } from '../../ontology/schema.ts';
import type { RollCallEntry } from '../attendance.ts';

/** The roll call that a meeting's properties hold; empty if it was not taken or is unreadable. */
export const recordedIn = (properties: Texts): readonly RollCallEntry[] =>
  entityTypes.meeting.roll_call_data.parse(properties['roll_call_data'] ?? '[]') ?? [];
