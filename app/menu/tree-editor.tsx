import { Icon } from '../ui/icon.tsx';
import { Section } from '../ui/section.tsx';
import { State } from '../ui/word.tsx';
import { type Direction, moveText } from './schema.ts';
import { texts } from './texts.ts';
import { type Entry, type Module, type Move, stepsOf, type Tree } from './tree.ts';

/** The entry just moved, and the button used, which keeps the focus. */
export interface Focus {
  readonly moved?: string | undefined;
  readonly by?: Direction | undefined;
}

interface TreeProps {
  readonly tree: Tree;
  /** Whether the app serves an address. */
  readonly isPage: (address: string) => boolean;
  readonly focus: Focus;
}

/**
 * Modules with their entries. Buttons move them, and scripts allow dragging; both submit the same.
 */
export const MenuTreeEditor = (props: TreeProps) => {
  const { modules, strays } = props.tree;
  return (
    <>
      <p class="small muted scripted">{texts.drag}</p>
      <ol class="tree" role="list" data-order="0" aria-label={texts.tree}>
        {modules.map((module) => (
          <ModuleLine key={module.module.id} {...props} {...module} />
        ))}
      </ol>
      {strays.length > 0 && (
        <Section id="strays" title={texts.strays}>
          <p class="small muted">{texts.straysAdvice}</p>
          <ul class="tree" role="list">
            {strays.map((entry) => (
              <li key={entry.id}>
                <Line entry={entry} {...props} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
};

const ModuleLine = ({ module, entries, ...props }: TreeProps & Module) => (
  <li data-entry={module.id}>
    <Line entry={module} own={entries} {...props} />
    {entries.length > 0 && (
      <ol role="list" data-order={module.id} aria-label={texts.entriesOf(module.label)}>
        {entries.map((entry) => (
          <li key={entry.id} data-entry={entry.id}>
            <Line entry={entry} {...props} />
          </li>
        ))}
      </ol>
    )}
  </li>
);

/**
 * A module with entries opens no page itself: its address and permission are ignored (spec
 * menu#visibility).
 */
const Line = ({
  entry,
  own = [],
  tree,
  isPage,
  focus,
}: TreeProps & { entry: Entry; own?: readonly Entry[] }) => {
  const { id, label, url, requires, isActive } = entry;
  const steps = stepsOf(tree, entry);
  const isModule = own.length > 0;
  const opened = isModule ? own.filter((one) => one.isActive) : [entry];
  return (
    <div class={isModule ? 'line head-line' : 'line'} id={`entry-${id}`}>
      <span class="grip scripted">
        <Icon name="drag" small />
      </span>
      <span class="grow">
        <a class={isModule ? 'strong' : ''} href={`/menu/${id}`}>
          {label}
        </a>
        {!isModule && <code class="sub">{url}</code>}
      </span>
      {!isModule && (
        <span class="needs muted">
          {requires.length === 0 ? texts.everyone : texts.needs(requires)}
        </span>
      )}
      <span class="state">
        <Visibility isActive={isActive} hasPage={opened.some((one) => isPage(one.url))} />
      </span>
      <span class="acts">
        <Arrow move={steps.up} by="up" entry={entry} other={steps.down} focus={focus} />
        <Arrow move={steps.down} by="down" entry={entry} other={steps.up} focus={focus} />
      </span>
    </div>
  );
};

const Visibility = ({ isActive, hasPage }: { isActive: boolean; hasPage: boolean }) => {
  if (!isActive) return <State is="ended">{texts.hidden}</State>;
  if (hasPage)
    return (
      <State is="done" tone="good">
        {texts.shown}
      </State>
    );
  return (
    <State is="planned">
      {texts.noPage}
      <span class="vh"> {texts.noPageAdvice}</span>
    </State>
  );
};

interface ArrowProps {
  readonly move: Move | undefined;
  readonly by: Direction;
  /** The opposite direction: at an end of the list it gets the focus. */
  readonly other: Move | undefined;
  readonly entry: Entry;
  readonly focus: Focus;
}

const Arrow = ({ move, by, other, entry: { id, label }, focus }: ArrowProps) => {
  const isNext = focus.moved === id && (focus.by === by || other === undefined);
  return (
    <button
      class="btn quiet sq sm"
      type="submit"
      name="place"
      aria-label={by === 'up' ? texts.up(label) : texts.down(label)}
      {...(move === undefined ? { disabled: true } : { value: moveText(move, by) })}
      {...(isNext && move !== undefined ? { autoFocus: true } : {})}
    >
      <Icon name={by === 'up' ? 'arrow-up' : 'arrow-down'} small />
    </button>
  );
};
