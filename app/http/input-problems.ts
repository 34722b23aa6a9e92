import type { z } from 'zod';
import type { FormProblem } from '../ui/form-state.ts';

/** What a schema found wrong, in words for the person who typed it. Messages that a schema brings itself stay as they are. */
export function inputProblems(error: z.ZodError): readonly FormProblem[] {
  return error.issues.map((issue) => {
    const field = issue.path.map(String).join('.');
    return { ...(field === '' ? {} : { field }), message: hasOwnWords(issue) ? issue.message : inWords(issue, field) };
  });
}

/** Zod's own English begins so; what a schema says never does. */
const hasOwnWords = ({ message }: z.core.$ZodIssue): boolean => !/^(Invalid|Too (big|small)|Unrecognized)\b/.test(message);

function inWords(issue: z.core.$ZodIssue, field: string): string {
  const name = field === '' ? 'The input' : caption(field);
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? `${name} is missing.` : `${name} is not what is expected here.`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) <= 1
        ? `${name} is missing.`
        : `${name} needs ${bound('at least', issue.minimum, issue.origin)}.`;
    case 'too_big':
      return `${name} may have ${bound('at most', issue.maximum, issue.origin)}.`;
    case 'unrecognized_keys':
      return `${issue.keys.join(', ')}: no such member.`;
    default:
      return `${name} is not a value that is accepted here.`;
  }
}

function bound(words: string, limit: number | bigint, origin: string): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' || origin === 'set' ? ' entries' : '';
  return `${words} ${limit}${unit}`;
}

/** `new_password` → "New password" */
function caption(field: string): string {
  const words = field.replaceAll(/[_.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
