import { z } from 'zod';

// Loose forms: a missing field counts as empty, so that a refusal can name it (spec
// workflow#builder).

const text = z
  .string()
  .optional()
  .transform((value) => value?.trim() ?? '');

const optionalText = text.transform((value) => (value === '' ? null : value));

const flag = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value].flat().includes('true'));

const whole = text.transform((value) => (/^-?\d{1,6}$/.test(value) ? Number(value) : 0));

const statusFields = {
  label: text,
  order: whole,
  is_initial: flag,
  is_terminal: flag,
};

export const newStatusForm = z.object({ status_code: text, ...statusFields });
export const statusForm = z.object(statusFields);

const transitionFields = {
  label: text,
  required_permission: optionalText,
  required_capability: optionalText,
  condition: optionalText,
  requires_outcome: flag,
};

export const newTransitionForm = z.object({
  from_status_id: text,
  to_status_id: text,
  ...transitionFields,
});
export const transitionForm = z.object(transitionFields);
export const newWorkflowForm = z.object({ scope: text });

/** The fields of a status as rules and commands name them. */
export const statusOf = (form: z.output<typeof statusForm>) => ({
  label: form.label,
  order: form.order,
  isInitial: form.is_initial,
  isTerminal: form.is_terminal,
});

/** The fields of a transition as rules and commands name them. */
export const transitionOf = (form: z.output<typeof transitionForm>) => ({
  label: form.label,
  permission: form.required_permission,
  capability: form.required_capability,
  condition: form.condition,
  needsOutcome: form.requires_outcome,
});
