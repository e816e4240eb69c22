"""What a filter costs that is added to the list of mentors, and taken away again.

An open page of mentors comes in, milliseconds go out.
"""

from __future__ import annotations

import statistics
from typing import Final

from playwright.sync_api import Page

_TIMES: Final = 20
_PAUSE: Final = 100  # milliseconds
_CHANGE: Final = """async (paints) => {
  const box = document.querySelector('[data-facet="region"] input[value="london"]');
  const results = document.getElementById("results");
  const drawn = new Promise((tell) => new MutationObserver(() => tell(performance.now()))
    .observe(results, { childList: true }));
  const start = performance.now();
  box.click();
  const took = (await drawn) - start;
  if (!paints) {
    results.getBoundingClientRect(); // lays out what was put in
    return [took, performance.now() - start];
  }
  const { port1, port2 } = new MessageChannel();
  const painted = new Promise((tell) => { port1.onmessage = tell; });
  const frame = await new Promise((tell) => requestAnimationFrame(() => {
    port2.postMessage(null); // is read when the frame is painted
    tell(performance.now());
  }));
  await painted;
  return [took, took + performance.now() - frame];
}"""
"""Gives milliseconds until the results are drawn, and until they are laid out or painted.

The wait for the next frame is no work, and is left out.
"""


def ticks(page: Page, *, paints: bool) -> tuple[float, float]:
    """Tick a box and take the tick away, again and again; return the medians."""
    changes = []
    for _ in range(_TIMES):
        changes.append(page.evaluate(_CHANGE, paints))
        page.wait_for_timeout(_PAUSE)
    drawn, done = (statistics.median(each) for each in zip(*changes, strict=True))
    return drawn, done
