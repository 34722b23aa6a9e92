import { adoptedVersionRecords } from './adopted-versions/version-records.ts';
import { attachmentRecords } from './attachments/attachment-records.ts';
import { documentVersionRecords } from './documents/version-records.ts';
import type { RecordKind } from './ontology/records.ts';
import { formerHolderRecords } from './positions/former-records.ts';

/** Records that features keep beside entities, one line a kind, in the order of an export. */
export const declaredRecords: readonly RecordKind[] = [
  documentVersionRecords,
  attachmentRecords,
  adoptedVersionRecords,
  formerHolderRecords,
];
