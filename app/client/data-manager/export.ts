import { texts } from '../../data-manager/texts.ts';
import { all } from '../elements.ts';
import { clearProblem, showProblem } from './problems.ts';

/**
 * Prevents submissions that the server would refuse: selecting by type requires at least one type.
 */
export function improveExport(form: HTMLFormElement): void {
  const boxes = all<HTMLInputElement>('input[name="types"]', form);
  const [first] = boxes;
  if (first === undefined) return;
  form.addEventListener('submit', (event) => {
    const isChosen = new FormData(form).get('scope') === 'chosen';
    if (!isChosen || boxes.some(({ checked }) => checked)) return clearProblem(first);
    event.preventDefault();
    showProblem(first, texts.problem.noTypes);
  });
  form.addEventListener('change', () => clearProblem(first));
}
