// One picture of one table, without a cockpit around it.

import { mount } from "./mount.js";

/** How a table becomes the data of a page that shows nothing else. */
const picture = (wrap) => (el, table, options) => {
  const data = (table, { currency } = {}) => (table == null ? null : { ...wrap(table), currency });
  let last = { ...options };
  const view = mount(el, data(table, last), { ...last, bare: true });
  return {
    update(next, changed) {
      last = { ...last, ...changed };
      view.update(data(next, last), changed);
    },
    destroy: view.destroy,
  };
};

/** Credits with intervals by model, `attribute(...).table()`. */
export const drawCredits = picture((credits) => ({ credits }));
/** The flow over the steps, `journeys.flow()`. */
export const drawFlow = picture((links) => ({ flow: { links } }));
/** Who reached each step and how likely it is to go on, `journeys.funnel(...).table()`. */
export const drawFunnel = picture((funnel) => ({ funnel }));
/** Where journeys are at each step, `journeys.stepMatrix()`. */
export const drawStepMatrix = picture((step_matrix) => ({ step_matrix }));
/** Personas with the journey at their middle, `journeys.personas().table()`. */
export const drawPersonas = picture((personas) => ({ personas }));
/** What spots brought in visits, `broadcast(...).table()`. */
export const drawBroadcast = picture((broadcast) => ({ broadcast }));
