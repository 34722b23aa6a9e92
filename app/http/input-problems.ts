import type { z } from 'zod';
import type { FormProblem } from '../ui/form-state.ts';
import { either } from '../ui/words.ts';
import { texts } from './texts.ts';

/** Converts the issues of a schema into messages for the user. A schema's own messages are kept. */
export function inputProblems(error: z.ZodError): readonly FormProblem[] {
  return error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return {
      ...(field === '' ? {} : { field }),
      message: hasOwnWords(issue) ? issue.message : inWords(issue, field),
    };
  });
}

/** Maximum number of choices listed in a message. */
const mostChoices = 12;

/** Zod's default messages start like this; ours never do. */
const hasOwnWords = ({ message }: z.core.$ZodIssue): boolean =>
  !/^(Invalid|Too (big|small)|Unrecognized)\b/.test(message);

function inWords(issue: z.core.$ZodIssue, field: string): string {
  const name = field === '' ? texts.input.unnamed : caption(field);
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? texts.input.missing(name)
        : texts.input.unexpected(name);
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) <= 1
        ? texts.input.missing(name)
        : texts.input.tooSmall(name, bound(issue.minimum, issue.origin));
    case 'too_big':
      return texts.input.tooBig(name, bound(issue.maximum, issue.origin));
    case 'unrecognized_keys':
      return texts.input.unknown(issue.keys.join(', '));
    case 'invalid_value':
      return issue.values.length > mostChoices
        ? texts.input.refused(name)
        : texts.input.oneOf(name, either(issue.values.map(String)));
    default:
      return texts.input.refused(name);
  }
}

function bound(limit: number | bigint, origin: string): string {
  if (origin === 'string') return texts.input.characters(String(limit));
  return origin === 'array' || origin === 'set'
    ? texts.input.entries(String(limit))
    : String(limit);
}

/** `new_password` → "New password" */
function caption(field: string): string {
  const words = field.replaceAll(/[_.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
