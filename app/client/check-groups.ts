import { all, on, whenShown } from './elements.ts';

/** A check box for a group: all, none, or the mixed state, which HTML cannot express. */
export function improveCheckGroups(): void {
  whenShown('[data-check-group]', reflect);
  whenShown('[data-mixed]', (box) => {
    if (box instanceof HTMLInputElement) box.indeterminate = true;
  });
  on('change', '[data-check-group] input[type="checkbox"]', (box) => {
    const group = box.closest<HTMLElement>('[data-check-group]');
    if (group === null || !(box instanceof HTMLInputElement)) return;
    const [head, ...members] = boxesOf(group);
    if (box === head) {
      // Events of the members also end here and update the head, so its value is read first.
      const wanted = box.checked;
      for (const member of members) {
        if (member.checked === wanted || member.disabled || member.closest('[hidden]') !== null)
          continue;
        member.checked = wanted;
        member.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }
    reflect(group);
  });
}

const boxesOf = (group: HTMLElement): HTMLInputElement[] =>
  all<HTMLInputElement>('input[type="checkbox"]', group);

function reflect(group: HTMLElement): void {
  const [head, ...members] = boxesOf(group);
  if (head === undefined || head.name !== '') return;
  const chosen = members.filter(({ checked }) => checked).length;
  head.checked = chosen === members.length;
  head.indeterminate = chosen > 0 && chosen < members.length;
}
