import type { VNode } from 'preact';
import { Button, LinkButton } from '../ui/button.tsx';
import { Check } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Count } from '../ui/word.tsx';
import { DependencyTable } from './dependency-table.tsx';
import { type GovernanceMap, kinds } from './map.ts';
import { MapDrawing } from './map-drawing.tsx';
import { addressOf, meetsIn } from './present.ts';
import { withoutOrganization } from './schema.ts';
import type { MapQuery, Selection } from './selection.ts';
import { texts } from './texts.ts';

interface MapPageProps {
  readonly map: GovernanceMap;
  readonly query: MapQuery;
  readonly selection: Selection;
}

const path = '/governance/map';

/** The governance map: a drawing, the same as a table, and all committees. */
export const mapPage = (props: MapPageProps): VNode => (
  <Page title={texts.title} module="drawing" action={<Exports {...props} />}>
    {props.map.committees.length === 0 ? <NoCommittees /> : <Parts {...props} />}
  </Page>
);

const Exports = ({ map, query }: MapPageProps) => {
  if (map.committees.length === 0) return null;
  const picture = addressOf(`${path}.svg`, query);
  return (
    <>
      <LinkButton icon="question" to="/governance/questions">
        {texts.questions}
      </LinkButton>
      <a class="btn" href={picture} download={`${texts.fileName}.svg`}>
        {texts.svg}
      </a>
      <a class="btn scripted" href={picture} data-png={`${texts.fileName}.png`}>
        {texts.png}
      </a>
    </>
  );
};

const NoCommittees = () => {
  const { opens } = useShell();
  return (
    <EmptyState
      icon="map"
      title={texts.empty}
      {...(opens('/tor/new')
        ? { action: <LinkButton to="/tor/new">{texts.create}</LinkButton> }
        : {})}
    >
      {texts.emptyAdvice}
    </EmptyState>
  );
};

const Parts = (props: MapPageProps) => {
  const { selection, query } = props;
  const { dependencies, nodes, edges } = selection;
  const blocking = dependencies.filter(({ isBlocking }) => isBlocking).length;
  const circles = edges.filter(({ isCycle }) => isCycle);
  const shown = nodes.reduce((sum, node) => sum + ('size' in node ? node.size : 1), 0);
  return (
    <>
      <Filters {...props} />
      <Section id="dependencies-drawing" title={texts.drawing} end={<a href="/tor">{texts.all}</a>}>
        <Reduced {...props} />
        {circles.length > 0 && <Note tone="warning">{texts.cycles(circles.length)}</Note>}
        <MapDrawing
          id="map-canvas"
          label={texts.drawn}
          summary={texts.summary(shown, dependencies.length, blocking)}
          of={selection}
          query={query}
        />
      </Section>
      <DependencyTable of={dependencies} committees={props.map.committees} />
      <Committees {...props} />
    </>
  );
};

const Reduced = ({ selection: { reduced, nodes }, map }: MapPageProps) => {
  if (reduced === undefined) return null;
  const all = map.committees.length;
  return <Note>{reduced === 'grouped' ? texts.grouped(all) : texts.cut(nodes.length, all)}</Note>;
};

const Filters = ({ map: { committees }, query }: MapPageProps) => {
  const organizations = [...new Set(committees.map(({ organization }) => organization))].toSorted();
  const isFiltered = addressOf(path, query) !== path;
  return (
    <form class="map-filters" method="get" action={path} aria-label={texts.filters}>
      <Choice
        {...{ name: 'focus', label: texts.focus, none: texts.nothing, value: query.focus }}
        of={committees.map(({ id, label }) => [id, label])}
      />
      <Choice
        {...{ name: 'kind', label: texts.kind, none: texts.any, value: query.kind }}
        of={kinds.map((kind) => [kind, texts.kinds[kind]])}
      />
      {organizations.length > 1 && (
        <Choice
          {...{ name: 'organization', label: texts.organization, none: texts.everywhere }}
          value={query.organization === '' ? withoutOrganization : query.organization}
          of={organizations.map((name) => [name || withoutOrganization, name || texts.without])}
        />
      )}
      <Check name="blocking" value="true" checked={query.blocking} label={texts.onlyBlocking} />
      <span class="btns">
        <Button>{texts.apply}</Button>
        {isFiltered && <a href={path}>{texts.clear}</a>}
      </span>
    </form>
  );
};

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly none: string;
  readonly value: string | undefined;
  readonly of: readonly (readonly [value: string, label: string])[];
}

const Choice = ({ name, label, none, value, of }: ChoiceProps) => (
  <div class="field">
    <label for={`map-${name}`}>{label}</label>
    <select class="input" id={`map-${name}`} name={name}>
      <option value="">{none}</option>
      {of.map(([each, words]) => (
        <option key={each} value={each} selected={each === value}>
          {words}
        </option>
      ))}
    </select>
  </div>
);

/** Most committees listed as cards. */
const mostCards = 100;

const Committees = ({ map: { committees }, query }: MapPageProps) => (
  <Section id="committees" title={texts.committees} count={<Count n={committees.length} />}>
    <ul class="map-cards" role="list">
      {committees.slice(0, mostCards).map((committee) => {
        const { id, label, organization } = committee;
        return (
          <li key={id}>
            <a href={`/tor/${id}`}>{label}</a>
            <span class="sub muted">{meetsIn(committee)}</span>
            {organization !== '' && <span class="sub muted">{organization}</span>}
            <a
              class="small"
              href={addressOf(path, { ...query, organization: undefined, focus: id })}
            >
              {texts.showPaths}
              <span class="vh"> {texts.through(label)}</span>
            </a>
          </li>
        );
      })}
    </ul>
    {committees.length > mostCards && (
      <p class="small muted">{texts.firstCommittees(mostCards, committees.length)}</p>
    )}
  </Section>
);
