import { Rows } from '../../ui/list.tsx';
import type { Box, MatrixGroup, MatrixRow } from './present.ts';
import type { MatrixRole } from './rules.ts';
import { texts } from './texts.ts';

/**
 * Permissions by roles. Header and first column are sticky; phones show a list of roles instead.
 */
export const MatrixTable = ({
  roles,
  groups,
}: {
  roles: readonly MatrixRole[];
  groups: readonly MatrixGroup[];
}) => (
  <>
    <div class="matrix-narrow">
      <Rows
        of={roles.map(({ id, label, holders, granted }) => ({
          key: id,
          text: label,
          sub: texts.role(granted.length, holders),
          to: `/menu-builder?role=${id}`,
        }))}
      />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys */}
    <section class="matrix" aria-label={texts.matrix} tabIndex={0}>
      <table class="table">
        <caption class="vh">{texts.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.permission}</th>
            {roles.map(({ id, label, holders }) => (
              <th key={id} scope="col" class="cell">
                <a class="plain" href={`/menu-builder?role=${id}`}>
                  {label}
                </a>
                <span class="sub">{texts.people(holders)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={group.name} {...group} width={roles.length + 1} />
        ))}
      </table>
    </section>
  </>
);

const Group = ({ name, rows, width }: MatrixGroup & { width: number }) => (
  <tbody>
    <tr class="group">
      <th scope="rowgroup" colSpan={width}>
        <span>{name}</span>
      </th>
    </tr>
    {rows.map((row) => (
      <Row key={row.permission.id} {...row} />
    ))}
  </tbody>
);

const Row = ({ permission: { code, label }, opens, boxes }: MatrixRow) => (
  <tr>
    <th scope="row">
      {label} <code class="muted">{code}</code>
      {opens.length > 0 && <span class="sub">{texts.opens(opens)}</span>}
    </th>
    {boxes.map((box) => (
      <td key={box.text} class="cell">
        <CellBox {...box} permission={label} />
      </td>
    ))}
  </tr>
);

/** The label makes the whole cell clickable. */
const CellBox = ({ role, name, text, ticked, fixed, permission }: Box & { permission: string }) => (
  <label>
    <input
      class="tick"
      type="checkbox"
      name={name}
      value={text}
      checked={ticked}
      disabled={fixed}
      aria-label={texts.cell(role.label, permission)}
      {...(fixed ? { title: texts.more } : {})}
    />
  </label>
);
