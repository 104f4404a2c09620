/** The window onto the drawing: moved by wheel, drag, pinch and trackpad. The only user of React Flow. */

import { ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi, ViewportPortal } from "@xyflow/react";
import { useLayoutEffect } from "react";
import { h } from "../kit/h.js";
import { t } from "../kit/text.js";
import { SIZES } from "../layout/arrange.js";
import { atBeginning, MAX_ZOOM, MIN_ZOOM } from "./geometry/view.js";
import { useStage, useUi } from "./useStage.js";

/** @import {ReactNode} from "react" */
/** @import {Stage} from "./stage.js" */

// Cards and edges are ours: React Flow knows of none. It moves the view, which is what takes years to get right.
const NONE = /** @type {never[]} */ ([]);
const HAND = [0, 1];
const MIDDLE = [1];
const WITH_KEY = ["Control", "Meta"];
const QUIET = { hideAttribution: true };

/** @param {{children: ReactNode}} props what is drawn */
export function Pane({ children }) {
  return h(ReactFlowProvider, null, h(Ground, null, children));
}

/** @param {{children?: ReactNode}} props */
function Ground({ children }) {
  const tool = useUi((ui) => ui.tool);
  const stage = useStage();
  const { x, y, zoom } = stage.view.get();
  return h(
    ReactFlow,
    {
      nodes: NONE,
      edges: NONE,
      defaultViewport: { x, y, zoom },
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      panOnScroll: true,
      panOnScrollSpeed: 1,
      panOnDrag: tool === "hand" ? HAND : MIDDLE,
      zoomOnDoubleClick: false,
      zoomActivationKeyCode: WITH_KEY,
      panActivationKeyCode: null,
      selectionKeyCode: null,
      multiSelectionKeyCode: null,
      deleteKeyCode: null,
      disableKeyboardA11y: true,
      nodesFocusable: false,
      edgesFocusable: false,
      nodesDraggable: false,
      nodesConnectable: false,
      elementsSelectable: false,
      proOptions: QUIET,
      "aria-label": t("canvas.label"),
    },
    h(ViewportPortal, null, children),
    h(Bridge, { stage }),
  );
}

/** Ties the stage's view to React Flow's. @param {{stage: Stage}} props */
function Bridge({ stage }) {
  const store = useStoreApi();
  const flow = useReactFlow();
  useLayoutEffect(() => {
    const read = () => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const old = stage.view.get();
      const isSame =
        old.x === x && old.y === y && old.zoom === zoom && old.width === width && old.height === height;
      if (!isSame) stage.view.set({ x, y, zoom, width, height });
      if (width && height && !stage.isPlaced) begin(stage);
    };
    stage.pilot = {
      move: ({ x, y, zoom }, ms) =>
        void flow.setViewport({ x, y, zoom }, ms ? { duration: ms, interpolate: "linear" } : {}),
      box: () => store.getState().domNode?.getBoundingClientRect() ?? new DOMRect(),
    };
    const stop = store.subscribe(read);
    read();
    return () => {
      stop();
      stage.pilot = null;
    };
  }, [store, flow, stage]);
  return null;
}

/** @param {Stage} stage */
function begin(stage) {
  const { drawing } = stage.editor;
  const [x, y] = drawing.cards.get(drawing.shape.order[0] ?? "") ?? [-SIZES.width / 2, 0];
  stage.isPlaced = true;
  queueMicrotask(() => stage.look(atBeginning(stage.view.get(), [x + SIZES.width / 2, y]), 0));
}
