"""What watches inside the page: when it is usable, when a ticket stands, how late keys are."""

from typing import Final

# A time is taken in the frame after the one that drew it: what was painted, not what was asked for.
PROBE: Final = """
(() => {
  const bench = (window.bench = { usable: 0, opened: [], late: [], tasks: [] });
  const timeline = () => document.querySelector(".timeline[role=log]");
  const painted = (done) => requestAnimationFrame(() => setTimeout(done));
  const rows = () => {
    if (!document.querySelector(".list [role=option]")) return requestAnimationFrame(rows);
    painted(() => (bench.usable = performance.now()));
  };
  requestAnimationFrame(rows);
  const begin = () => {
    const old = timeline(), began = performance.now();
    const look = () => {
      const now = timeline();
      if (!now || now === old || !now.querySelector("article")) return requestAnimationFrame(look);
      painted(() => bench.opened.push(performance.now() - began));
    };
    requestAnimationFrame(look);
  };
  addEventListener("keydown", (event) => event.code === "BracketRight" && begin(), true);
  addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLTextAreaElement) setTimeout(() => bench.late.push(performance.now() - event.timeStamp));
  }, true);
  bench.goTo = (id) => {
    begin();
    history.pushState(null, "", `?view=all&ticket=${id}`);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  new PerformanceObserver((list) => bench.tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: "longtask" });
})();
"""

SCROLL: Final = """
async () => {
  const list = document.querySelector(".list"), frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let n = 0; n < 240; n += 1) {
    list.scrollTop += 400;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  list.scrollTop = 0;
  return frames;
}
"""
