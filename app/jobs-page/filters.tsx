import { jobStates } from '../jobs/index.ts';
import type { TableState } from '../ui/table-state.ts';
import { texts } from './texts.ts';

interface FiltersProps {
  readonly state: TableState;
  readonly labels: ReadonlyMap<string, string>;
}

/** What narrows the list, sent by one button. */
export const JobFilters = ({ state: { extras }, labels }: FiltersProps) => (
  <>
    <Select
      name="state"
      label={texts.filters.state}
      all={texts.filters.allStates}
      value={extras['state']}
      options={jobStates.map((state) => [state, texts.states[state]])}
    />
    <Select
      name="kind"
      label={texts.filters.kind}
      all={texts.filters.allKinds}
      value={extras['kind']}
      options={[...labels]}
    />
  </>
);

const Select = ({
  name,
  label,
  all,
  value,
  options,
}: {
  name: string;
  label: string;
  all: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
}) => (
  <select class="input sm fit" name={name} aria-label={label}>
    <option value="">{all}</option>
    {options.map(([option, caption]) => (
      <option key={option} value={option} selected={option === value}>
        {caption}
      </option>
    ))}
  </select>
);
