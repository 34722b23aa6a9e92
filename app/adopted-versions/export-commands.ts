import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';

export type ExportFormat = 'pdf' | 'md';

export interface ExportNote {
  /** Of the committee. */
  readonly id: string;
  readonly label: string;
  readonly number: number;
  readonly format: ExportFormat;
}

/** Records that an adopted version was exported. */
export const noteVersionExport = command<ExportNote, undefined>(
  'tor.version_exported',
  { may: 'tor.list', alwaysAudited: true },
  async (_tx, { input: { id, label, number, format } }) =>
    saved({
      target: { type: 'tor', id, label },
      details: { number, format },
      value: undefined,
    }),
);
