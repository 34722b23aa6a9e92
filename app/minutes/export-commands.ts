import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';
import { inMinutes } from './commands.ts';
import { needs } from './rules.ts';
import { texts } from './texts.ts';

export const formats = ['html', 'pdf', 'md'] as const;
export type ExportFormat = (typeof formats)[number];

export interface ExportNote {
  readonly id: string;
  readonly label: string;
  readonly format: ExportFormat;
}

/** Records that approved minutes were exported. */
export const noteMinutesExport = command<ExportNote, undefined>(
  'minutes.exported',
  { may: inMinutes(needs.export, texts.forbidden.export), alwaysAudited: true },
  async (_tx, { input: { id, label, format } }) =>
    saved({ target: { type: 'minutes', id, label }, details: { format }, value: undefined }),
);
