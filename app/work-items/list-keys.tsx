import { Button } from '../ui/button.tsx';
import { texts } from './texts.ts';

const { keys } = texts;

const lines = [
  ['j', keys.next],
  ['k', keys.previous],
  ['Enter', keys.open],
  [keys.letter, keys.move],
  ['?', keys.help],
] as const;

/** The keys of lists, which scripts add (`app/client/list-keys.ts`): a hint, and a dialog for `?`. */
export const ListKeys = () => (
  <div class="scripted">
    <p class="small muted gap-t">{keys.hint}</p>
    <dialog class="dialog pop" id="list-keys" aria-labelledby="list-keys-title">
      <h2 id="list-keys-title">{keys.title}</h2>
      <dl class="meta">
        {lines.map(([key, does]) => (
          <>
            <dt key={key}>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <div class="acts">
        <Button closes="list-keys">{keys.close}</Button>
      </div>
    </dialog>
  </div>
);
