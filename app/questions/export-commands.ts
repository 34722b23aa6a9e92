import { command } from '../ontology/command.ts';
import { saved } from '../ontology/outcome.ts';

interface QuestionExport {
  readonly question: string;
  readonly title: string;
  readonly format: 'csv' | 'json';
  /** The parameters of the question, as in its address. */
  readonly asked: string;
  readonly count: number;
}

/** Records that an answer was exported: it names people and what they may do. */
export const noteQuestionExport = command<QuestionExport, null>(
  'question.exported',
  { may: 'tor.list', alwaysAudited: true },
  async (_tx, { input: { title, ...details } }) =>
    saved({
      target: { type: 'tor', id: null, label: title },
      details: { ...details },
      value: null,
    }),
);
