/** A select of a list filter; the first option, `all`, has no value. */
export const FilterSelect = ({
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
