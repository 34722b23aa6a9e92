import { jobStates } from '../jobs/index.ts';
import { FilterSelect } from '../ui/filter-select.tsx';
import type { TableState } from '../ui/table-state.ts';
import { texts } from './texts.ts';

interface FiltersProps {
  readonly state: TableState;
  readonly labels: ReadonlyMap<string, string>;
}

/** Filters of the list, sent by one button. */
export const JobFilters = ({ state: { extras }, labels }: FiltersProps) => (
  <>
    <FilterSelect
      name="state"
      label={texts.filters.state}
      all={texts.filters.allStates}
      value={extras['state']}
      options={jobStates.map((state) => [state, texts.states[state]])}
    />
    <FilterSelect
      name="kind"
      label={texts.filters.kind}
      all={texts.filters.allKinds}
      value={extras['kind']}
      options={[...labels]}
    />
  </>
);
