import { isShape, type Look } from '../../ui/graph-look.ts';
import { all, one, whenShown } from '../elements.ts';
import { fetchJson } from '../page-request.ts';
import { type Graph, graphOf, type Place } from './model.ts';
import { texts } from './texts.ts';
import { showGraph, type View } from './view.ts';

/** What outlives a change of the address: where things were, and what had the focus. */
interface Memory {
  graph: Graph | undefined;
  view: View | undefined;
  newest: number;
}

/** Draws the graph of a page, and draws it anew whenever its part of the page is replaced; what stays in it keeps its place. */
function improveGraphs(): void {
  const memory: Memory = { graph: undefined, view: undefined, newest: 0 };
  whenShown('[data-graph]', (frame) => void show(frame, memory));
}

async function show(frame: HTMLElement, memory: Memory): Promise<void> {
  const [canvas, panel] = [one('[data-graph-canvas]', frame), one('[data-graph-panel]', frame)];
  const section = frame.closest<HTMLElement>('.graph-part');
  if (canvas === null || panel === null || section === null) return;
  const hadFocus = memory.view?.end();
  memory.view = undefined;
  memory.newest += 1;
  const mine = memory.newest;
  const answer = await fetchJson(frame.dataset['graph'] ?? '').catch(() => undefined);
  if (mine !== memory.newest) return;
  if (answer === undefined) return fail(canvas, () => void show(frame, memory));
  const kind = frame.dataset['graphKind'] === 'schema' ? 'schema' : 'data';
  const graph = graphOf(kind, answer, { looks: looksIn(section), places: placesIn(memory.graph) });
  memory.graph = graph;
  if (graph.nodes.length === 0) {
    note(canvas, texts.empty);
    return;
  }
  const words = new URLSearchParams(location.search).get('q') ?? '';
  memory.view = showGraph(graph, { frame, canvas, panel, section, label: frame.dataset['graphLabel'] ?? '', words });
  if (hadFocus !== undefined) memory.view.focus(hadFocus);
}

/** The legend says how each type looks. */
function looksIn(section: HTMLElement): ReadonlyMap<string, Look> {
  return new Map(
    all('[data-graph-type]', section).map(({ dataset }) => {
      const shape = dataset['shape'];
      return [dataset['graphType'] ?? '', { colour: Number(dataset['colour'] ?? 1), shape: isShape(shape) ? shape : 'circle' }];
    }),
  );
}

const placesIn = (graph: Graph | undefined): ReadonlyMap<string, Place> =>
  new Map((graph?.nodes ?? []).filter(({ x }) => Number.isFinite(x)).map(({ id, x, y }) => [id, { x, y }]));

function note(canvas: HTMLElement, words: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'graph-note muted';
  paragraph.setAttribute('role', 'status');
  paragraph.textContent = words;
  canvas.replaceChildren(paragraph);
  return paragraph;
}

function fail(canvas: HTMLElement, again: () => void): void {
  const paragraph = note(canvas, `${texts.failed} `);
  paragraph.setAttribute('role', 'alert');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn sm';
  button.textContent = texts.again;
  button.addEventListener('click', again);
  paragraph.append(button);
}

improveGraphs();
