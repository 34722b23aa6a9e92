import { Icon } from '../ui/icon.tsx';
import { iconNames } from '../ui/icons.ts';
import { Count } from '../ui/word.tsx';
import { Sample } from './sample.tsx';

const colours =
  'canvas surface sunken press text text-2 muted line line-2 control accent accent-soft danger danger-soft warning warning-soft success success-soft info info-soft'.split(
    ' ',
  );

export const ColourSamples = () => (
  <div class="swatches gap-t">
    {colours.map((colour) => (
      <div key={colour}>
        <i class={`sw-${colour}`} />
        --{colour}
      </div>
    ))}
  </div>
);

export const TypeSamples = () => (
  <>
    <Sample title="24 / 32">
      <span class="h-demo">Change Advisory Board</span>
    </Sample>
    <Sample title="18 / 24">
      <span class="h2-demo">Positions and functions</span>
    </Sample>
    <Sample title="16 / 24">
      <span>Decides which changes to operational systems may go live.</span>
    </Sample>
    <Sample title="14 / 20">
      <span class="small">
        Tables, labels, navigation <span class="muted">and muted meta</span>
      </span>
    </Sample>
    <Sample title="12 / 16">
      <Count n={12} of={48} />
      <kbd>Ctrl K</kbd>
    </Sample>
  </>
);

export const IconSamples = () => (
  <ul class="icons" role="list">
    {iconNames.map((name) => (
      <li key={name}>
        <Icon name={name} />
        <span>{name}</span>
      </li>
    ))}
  </ul>
);
