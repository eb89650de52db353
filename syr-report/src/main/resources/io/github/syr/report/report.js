"use strict";
// The page is complete without this: it adds the divider, the choice of what is compared, sorting and keys.
(() => {
  const left = document.getElementById("left");
  const right = document.getElementById("right");
  const comparisons = [...document.querySelectorAll(".compare")];

  function compare() {
    for (const comparison of comparisons) {
      comparison.classList.toggle("compared", left.value !== right.value);
      for (const layer of comparison.querySelectorAll(".layer")) {
        const isLeft = layer.dataset.layer === left.value;
        const isRight = layer.dataset.layer === right.value;
        layer.hidden = !isLeft && !isRight;
        layer.classList.toggle("left", isLeft && !isRight);
        layer.classList.toggle("right", isRight && !isLeft);
      }
    }
  }

  function split(section, percent) {
    const input = section.querySelector(".slider input");
    input.value = percent;
    section.querySelector(".compare").style.setProperty("--split", input.value + "%");
  }

  left.addEventListener("change", compare);
  right.addEventListener("change", compare);
  compare();

  for (const section of document.querySelectorAll(".image")) {
    section.querySelector(".slider input").addEventListener("input", event => split(section, event.target.value));
    const comparison = section.querySelector(".compare");
    const follow = event => {
      const place = comparison.getBoundingClientRect();
      split(section, Math.round(100 * (event.clientX - place.left) / place.width));
    };
    comparison.addEventListener("pointerdown", event => {
      comparison.setPointerCapture(event.pointerId);
      follow(event);
    });
    comparison.addEventListener("pointermove", event => {
      if (event.buttons === 1) {
        follow(event);
      }
    });
    comparison.addEventListener("dragstart", event => event.preventDefault());
  }

  const table = document.getElementById("scores");
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    heading.querySelector("button").addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach(other => other.setAttribute("aria-sort", "none"));
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = row => row.cells[column].dataset.value;
      const compareRows = column === 0
        ? (a, b) => value(a).localeCompare(value(b))
        : (a, b) => Number(value(a)) - Number(value(b));
      const rows = [...table.tBodies[0].rows].sort((a, b) => (descending ? -1 : 1) * compareRows(a, b));
      table.tBodies[0].append(...rows);
      const list = document.querySelector("#images .images");
      list.append(...rows.map(row => document.getElementById(row.cells[0].querySelector("a").hash.slice(1))));
    });
  });

  function current() {
    return document.activeElement.closest(".image") || document.querySelector(".image:target");
  }

  function go(section) {
    if (section) {
      section.focus({preventScroll: true});
      section.scrollIntoView({block: "start"});
    }
  }

  document.addEventListener("keydown", event => {
    if (event.target.closest("input, select, button") || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const section = current();
    if (event.key === "n") {
      go(section ? section.nextElementSibling : document.querySelector(".image"));
    } else if (event.key === "p" && section) {
      go(section.previousElementSibling);
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && section) {
      event.preventDefault();
      split(section, Number(section.querySelector(".slider input").value) + (event.key === "ArrowLeft" ? -5 : 5));
    }
  });
})();
