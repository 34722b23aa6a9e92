import { adoptedVersionRecords } from './adopted-versions/version-records.ts';
import { attachmentRecords } from './attachments/attachment-records.ts';
import { ballotRecords } from './ballots/ballot-records.ts';
import { documentVersionRecords } from './documents/version-records.ts';
import { referenceRecords } from './entities/reference-records.ts';
import { meetingPackRecords } from './meeting-pack/pack-records.ts';
import { approvedMinutesRecords } from './minutes/record-records.ts';
import { motionRecords } from './motions/motion-records.ts';
import type { RecordKind } from './ontology/records.ts';
import { formerHolderRecords } from './positions/former-records.ts';
import { workflowHistoryRecords } from './workflow/history-records.ts';
import { workflowVersionRecords } from './workflow/version-records.ts';

/**
 * Records that features keep beside entities, one line a kind, in the order of an export: histories
 * need the versions of their workflows.
 */
export const declaredRecords: readonly RecordKind[] = [
  referenceRecords,
  documentVersionRecords,
  attachmentRecords,
  adoptedVersionRecords,
  formerHolderRecords,
  workflowVersionRecords,
  workflowHistoryRecords,
  ballotRecords,
  meetingPackRecords,
  motionRecords,
  approvedMinutesRecords,
];
