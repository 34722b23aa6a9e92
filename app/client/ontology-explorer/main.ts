import { isShape, type Look } from '../../ui/graph-look.ts';
import { all, one, whenShown } from '../elements.ts';
import { fetchJson } from '../page-request.ts';
import { arrange } from './layout.ts';
import { type Graph, graphOf, type Place } from './model.ts';
import { texts } from './texts.ts';
import { showGraph, type View } from './view.ts';

/** State kept across changes of the address: positions and focus. */
interface Memory {
  graph: Graph | undefined;
  view: View | undefined;
  newest: number;
  /** Aborts the work on a graph that is no longer shown. */
  ending: AbortController;
  /** Id of the entity requested last. */
  asked: string | undefined;
}

/**
 * Draws the graph of a page, and again whenever its part of the page is replaced; nodes that remain
 * keep their position.
 */
function improveGraphs(): void {
  const memory: Memory = {
    graph: undefined,
    view: undefined,
    newest: 0,
    ending: new AbortController(),
    asked: undefined,
  };
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
  memory.ending.abort();
  memory.ending = new AbortController();
  const answer = await fetchJson(frame.dataset['graph'] ?? '').catch(() => undefined);
  if (mine !== memory.newest) return;
  const retry = () => void show(frame, memory);
  if (answer === undefined) return fail(canvas, panel, retry);
  const kind = frame.dataset['graphKind'] === 'schema' ? 'schema' : 'data';
  const graph = graphOf(kind, answer, { looks: looksIn(section), places: placesIn(memory.graph) });
  if (graph.nodes.length === 0) {
    note(canvas, panel, texts.empty);
    return;
  }
  const worker = frame.dataset['graphWorker'] ?? '';
  const isArranged = await arrange(graph, worker, memory.ending.signal).then(
    () => true,
    () => false,
  );
  if (mine !== memory.newest) return;
  if (!isArranged) return fail(canvas, panel, retry);
  memory.graph = graph;
  const asked = frame.dataset['graphFocus'];
  const isAskedNow = asked !== undefined && asked !== memory.asked;
  memory.asked = asked;
  const words = new URLSearchParams(location.search).get('q') ?? '';
  memory.view = showGraph(graph, {
    frame,
    canvas,
    panel,
    section,
    label: frame.dataset['graphLabel'] ?? '',
    words,
    asked,
  });
  // It was requested in a table below, or above on a phone.
  if (isAskedNow) section.scrollIntoView({ block: 'nearest' });
  if (hadFocus !== undefined) memory.view.focus(hadFocus);
}

/** The legend gives the appearance of each type. */
function looksIn(section: HTMLElement): ReadonlyMap<string, Look> {
  return new Map(
    all('[data-graph-type]', section).map(({ dataset }) => {
      const shape = dataset['shape'];
      return [
        dataset['graphType'] ?? '',
        { colour: Number(dataset['colour'] ?? 1), shape: isShape(shape) ? shape : 'circle' },
      ];
    }),
  );
}

const placesIn = (graph: Graph | undefined): ReadonlyMap<string, Place> =>
  new Map(
    (graph?.nodes ?? [])
      .filter(({ x }) => Number.isFinite(x))
      .map(({ id, x, y }) => [id, { x, y }]),
  );

/** Writes a sentence in place of the graph, which then has no details either. */
function note(canvas: HTMLElement, panel: HTMLElement, words: string): HTMLElement {
  panel.hidden = true;
  const paragraph = document.createElement('p');
  paragraph.className = 'graph-note muted';
  paragraph.setAttribute('role', 'status');
  paragraph.textContent = words;
  canvas.replaceChildren(paragraph);
  return paragraph;
}

function fail(canvas: HTMLElement, panel: HTMLElement, again: () => void): void {
  const paragraph = note(canvas, panel, `${texts.failed} `);
  paragraph.setAttribute('role', 'alert');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn sm';
  button.textContent = texts.again;
  button.addEventListener('click', again);
  paragraph.append(button);
}

improveGraphs();
