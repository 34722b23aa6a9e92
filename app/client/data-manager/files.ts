import { texts } from '../../data-manager/texts.ts';
import { fileSize } from '../../ui/words.ts';
import { one } from '../elements.ts';
import { fill, made } from './rows.ts';

/**
 * Lists the files of the field below it; the field itself remains the only place that holds them,
 * including dropped ones.
 * @param most bytes per request
 * @param changed called at once, and on each change, with the files that can be sent
 * @returns removes all files
 */
export function chooseFiles(
  root: HTMLElement,
  most: number,
  changed: (sendable: readonly File[]) => void,
): () => void {
  const field = one<HTMLInputElement>('input[type="file"]', root);
  const zone = one('[data-drop]', root);
  const list = one('[data-chosen]', root);
  if (field === null || zone === null || list === null) return () => undefined;
  const files = (): readonly File[] => [...(field.files ?? [])];
  const put = (next: readonly File[]): void => {
    const transfer = new DataTransfer();
    for (const file of next) transfer.items.add(file);
    field.files = transfer.files;
    show();
  };
  const show = (): void => {
    list.hidden = files().length === 0;
    list.replaceChildren(...files().map((file) => rowOf(file, most, () => remove(file))));
    changed(files().filter(({ size }) => size <= most));
  };
  const remove = (file: File): void => {
    put(files().filter((other) => other !== file));
    field.focus();
  };
  field.addEventListener('change', show);
  dropInto(zone, (dropped) => put([...files(), ...dropped]));
  // The browser may have restored the files of an earlier visit.
  show();
  return () => put([]);
}

function rowOf(file: File, most: number, remove: () => void): HTMLElement {
  const row = made('chosen-row');
  fill(row, 'name', file.name);
  fill(row, 'size', fileSize(file.size));
  const problem = one('[data-problem]', row);
  if (problem !== null && file.size > most) {
    problem.hidden = false;
    problem.textContent = texts.import.tooLarge(most);
  }
  const button = one('[data-remove]', row);
  button?.setAttribute('aria-label', texts.import.remove(file.name));
  button?.addEventListener('click', remove);
  return row;
}

/** Counts events of child elements, which the pointer also enters and leaves. */
function dropInto(zone: HTMLElement, take: (files: readonly File[]) => void): void {
  let depth = 0;
  const light = (change: number): void => {
    depth = Math.max(0, depth + change);
    zone.classList.toggle('over', depth > 0);
  };
  const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes('Files') === true;
  zone.addEventListener('dragenter', (event) => {
    if (hasFiles(event)) light(1);
  });
  zone.addEventListener('dragleave', (event) => {
    if (hasFiles(event)) light(-1);
  });
  zone.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  zone.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    light(-depth);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
