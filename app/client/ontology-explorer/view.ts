import { announce } from '../messages.ts';
import { closeMenu, openMenu, showDetails } from './details.ts';
import { type Drawing, drawGraph } from './drawing.ts';
import { saveSvg, svgDocument } from './export-svg.ts';
import { motionOf } from './layout.ts';
import { type Graph, type GraphNode, neighboursOf, nodeTowards } from './model.ts';
import { listenToPointer } from './pointer.ts';
import { texts } from './texts.ts';
import { type Sight, viewportOf } from './viewport.ts';

export interface ViewParts {
  readonly frame: HTMLElement;
  readonly canvas: HTMLElement;
  readonly panel: HTMLElement;
  /** The heading's tools, the frame and the legend. */
  readonly section: HTMLElement;
  readonly label: string;
  /** Search words; nodes that contain them are emphasized. */
  readonly words: string;
  /** Id of the requested entity, whose details are open at first. */
  readonly asked: string | undefined;
}

export interface View {
  /** Removes all listeners; returns the node that had the focus. */
  readonly end: () => string | undefined;
  readonly focus: (id: string) => void;
}

/**
 * Shows an arranged graph and handles pointer, keys and tools. Keys work only while the graph has
 * the focus (spec ontology-explorer#graph-keys).
 */
export function showGraph(
  graph: Graph,
  { frame, canvas, panel, section, label, words, asked }: ViewParts,
): View {
  const drawing = drawGraph(graph, label);
  const { svg, stage } = drawing;
  canvas.replaceChildren(svg);
  const labels = oncePerFrame(drawing.label);
  const viewport = viewportOf(drawing, graph.nodes, labels.later);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  let current = graph.nodes[0];
  let chosen: GraphNode | undefined;
  let isLocked = false;
  const ending = new AbortController();
  const { signal } = ending;

  const motion = motionOf(graph, {
    isMoving: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    draw: drawing.place,
  });
  drawing.place();
  viewport.fit();
  mark(graph, drawing, words);

  const makeCurrent = (node: GraphNode) => {
    if (current !== undefined) drawing.pointOf(current.id)?.setAttribute('tabindex', '-1');
    current = node;
    drawing.pointOf(node.id)?.setAttribute('tabindex', '0');
  };
  const focus = (node: GraphNode) => {
    makeCurrent(node);
    viewport.reveal(node);
    drawing.pointOf(node.id)?.focus({ preventScroll: true });
  };
  const go = (node: GraphNode) => {
    focus(node);
    select(node);
  };
  const select = (node: GraphNode) => {
    makeCurrent(node);
    choose(node);
    panel.hidden = false;
    viewport.reveal(node);
    showDetails(panel, graph, node, { go, close: () => close(node) });
    history.replaceState(history.state, '', `#node-${node.id}`);
  };
  const choose = (node: GraphNode | undefined) => {
    for (const other of stage.querySelectorAll('.chosen')) other.classList.remove('chosen');
    chosen = node;
    if (node !== undefined) drawing.elementOf(node.id)?.classList.add('chosen');
    emphasize(node);
  };
  const close = (back?: GraphNode) => {
    choose(undefined);
    panel.hidden = true;
    panel.replaceChildren();
    history.replaceState(history.state, '', `${location.pathname}${location.search}`);
    if (back !== undefined) focus(back);
  };
  const menu = (node: GraphNode) => {
    makeCurrent(node);
    const [box, mine] = [
      frame.getBoundingClientRect(),
      drawing.pointOf(node.id)?.getBoundingClientRect(),
    ];
    const at = { x: (mine?.right ?? box.left) - box.left, y: (mine?.top ?? box.top) - box.top };
    openMenu(frame, graph, node, at, { go, back: () => focus(node) });
  };
  const lock = () => {
    isLocked = !isLocked;
    for (const node of graph.nodes) [node.fx, node.fy] = isLocked ? [node.x, node.y] : [null, null];
    press(section, 'lock', isLocked);
    announce(isLocked ? texts.locked : texts.unlocked);
  };
  // Zooms around the selected node, so that it stays in view.
  const zoom = (factor: number) => viewport.zoom(factor, chosen && viewport.pointOf(chosen));
  const acts: Readonly<Record<string, () => void>> = {
    'zoom-in': () => zoom(1.25),
    'zoom-out': () => zoom(0.8),
    fit: viewport.fit,
    reset: viewport.reset,
    lock,
    arrows: () => press(section, 'arrows', !svg.classList.toggle('plain')),
    export: () =>
      saveSvg(svgDocument(svg, stage, graph.nodes, getComputedStyle(canvas).backgroundColor)),
  };
  const keys: Readonly<Record<string, () => void>> = {
    ...{
      f: viewport.fit,
      F: viewport.fit,
      '+': () => zoom(1.25),
      '=': () => zoom(1.25),
      '-': () => zoom(0.8),
    },
    ...{ '0': viewport.reset, l: lock, L: lock },
    Escape: () => close(),
    Home: () => graph.nodes[0] && focus(graph.nodes[0]),
    End: () => graph.nodes.at(-1) && focus(graph.nodes.at(-1) as GraphNode),
    Enter: () => current && select(current),
    ' ': () => current && select(current),
    ContextMenu: () => current && menu(current),
  };
  svg.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next =
        current && event.key.startsWith('Arrow')
          ? nodeTowards(graph, current, event.key)
          : undefined;
      const act =
        event.key === 'F10' && event.shiftKey
          ? keys['ContextMenu']
          : next === undefined
            ? keys[event.key]
            : () => focus(next);
      if (act === undefined && !event.key.startsWith('Arrow')) return;
      event.preventDefault();
      event.stopPropagation();
      act?.();
    },
    { signal },
  );
  section.addEventListener(
    'click',
    (event) => {
      const button =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('[data-graph-act]')
          : null;
      acts[button?.dataset['graphAct'] ?? '']?.();
    },
    { signal },
  );
  const nodeOf = (target: EventTarget | null): GraphNode | undefined =>
    byId.get(
      (target instanceof Element
        ? target.closest<SVGGElement>('[data-node]')?.dataset['node']
        : undefined) ?? '',
    );
  /** Emphasizes the neighborhood of the hovered or focused node, otherwise of the selected one. */
  const emphasize = (node: GraphNode | undefined = chosen) =>
    drawing.emphasize(node && new Set([node.id, ...neighboursOf(graph, node).map(({ id }) => id)]));
  svg.addEventListener('pointerover', (event) => emphasize(nodeOf(event.target)), { signal });
  svg.addEventListener('pointerleave', () => emphasize(undefined), { signal });
  svg.addEventListener(
    'focusin',
    (event) => {
      const node = nodeOf(event.target);
      if (node !== undefined) makeCurrent(node);
      emphasize(node);
    },
    { signal },
  );
  svg.addEventListener('focusout', () => emphasize(undefined), { signal });
  listenToPointer(svg, {
    viewport,
    nodeOf,
    isLocked: () => isLocked,
    warm: motion.warm,
    place: drawing.place,
    select,
    menu,
    clear: close,
    signal,
  });

  const wanted =
    byId.get(decodeURIComponent(location.hash.replace('#node-', ''))) ?? byId.get(asked ?? '');
  if (current !== undefined) makeCurrent(wanted ?? current);
  if (wanted === undefined) panel.hidden = true;
  else {
    select(wanted);
    // The open details leave less room.
    viewport.fit();
  }
  labels.now();
  svg.dataset['settled'] = '';
  return {
    end: () => {
      ending.abort();
      motion.stop();
      labels.stop();
      closeMenu(frame);
      return svg.contains(document.activeElement) ? current?.id : undefined;
    },
    focus: (id) => {
      const node = byId.get(id);
      if (node !== undefined) focus(node);
    },
  };
}

/** Writes labels at most once per animation frame, for the newest view. */
function oncePerFrame(write: (sight: Sight) => void) {
  let frame = 0;
  let newest: Sight | undefined;
  const now = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (newest !== undefined) write(newest);
  };
  return {
    later: (sight: Sight) => {
      newest = sight;
      if (frame === 0) frame = requestAnimationFrame(now);
    },
    now,
    stop: () => cancelAnimationFrame(frame),
  };
}

/** Emphasizes nodes that match the search, if only some do. */
function mark({ nodes }: Graph, drawing: Drawing, words: string): void {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return;
  const found = new Set(
    nodes
      .filter(({ label, facts }) =>
        [label, ...facts.slice(0, 2).map(([, value]) => value)].some((each) =>
          each.toLowerCase().includes(wanted),
        ),
      )
      .map(({ id }) => id),
  );
  if (found.size === nodes.length) return;
  drawing.emphasize(found, 'aside');
  for (const id of found) drawing.elementOf(id)?.classList.add('found');
}

function press(section: HTMLElement, act: string, isOn: boolean): void {
  section.querySelector(`[data-graph-act="${act}"]`)?.setAttribute('aria-pressed', String(isOn));
}
