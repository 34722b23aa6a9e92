import { texts } from '../../data-manager/texts.ts';
import { one } from '../elements.ts';
import { clearProblem, showProblem } from './problems.ts';

/** Asks for the user's password if it was entered too long ago. */
export interface Proof {
  /** Sends the password if required; returns whether to continue. */
  readonly give: () => Promise<boolean>;
  /** The server requires it. */
  readonly ask: () => void;
}

export function proofOf(root: HTMLElement): Proof {
  const part = one('[data-proof]', root);
  const field = one<HTMLInputElement>('input[name="proof_password"]', root);
  if (part === null || field === null) return { give: async () => true, ask: () => undefined };
  const ask = (message: string): boolean => {
    part.hidden = false;
    showProblem(field, message);
    return false;
  };
  return {
    ask: () => void ask(texts.problem.proofScript),
    give: async () => {
      if (part.hidden) return true;
      if (field.value === '') return ask(texts.problem.proofScript);
      const token = one<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
      const body = new URLSearchParams({ csrf_token: token, proof_password: field.value });
      const answer = await fetch('/data-manager/proof', {
        method: 'POST',
        body,
        headers: { Accept: 'text/html' },
      }).catch(() => undefined);
      if (answer?.status === 429) return ask(texts.problem.proofBlocked);
      if (answer?.status !== 204)
        return ask(
          answer?.status === 403 ? texts.problem.proofScriptWrong : texts.problem.noAnswer,
        );
      clearProblem(field);
      field.value = '';
      part.hidden = true;
      return true;
    },
  };
}
