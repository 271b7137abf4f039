/** Filters the findings tables of the HTML report. Everything can be read without it. */
export const SCRIPT = `
(() => {
  const tools = document.querySelector(".tools");
  const text = document.getElementById("filter-text");
  const severity = document.getElementById("filter-severity");
  const shown = document.getElementById("filter-shown");
  const rows = [...document.querySelectorAll("table.findings tbody tr")];
  if (!tools || !text || !severity || !shown) return;
  tools.hidden = false;
  const words = rows.map((row) => row.textContent.toLowerCase());
  const apply = () => {
    const asked = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const isFiltering = asked.length > 0 || severity.value !== "";
    let count = 0;
    rows.forEach((row, index) => {
      const isWanted = asked.every((word) => words[index].includes(word)) && (severity.value === "" || row.dataset.severity === severity.value);
      row.hidden = !isWanted;
      if (isWanted) count += 1;
    });
    for (const section of document.querySelectorAll(".rule")) {
      section.hidden = isFiltering && !section.querySelector("tbody tr:not([hidden])");
      for (const more of section.querySelectorAll("details")) {
        if (isFiltering && !more.open) { more.dataset.opened = "1"; more.open = true; }
        else if (!isFiltering && more.dataset.opened) { delete more.dataset.opened; more.open = false; }
      }
    }
    shown.textContent = isFiltering ? count.toLocaleString("en-GB") + " of " + rows.length.toLocaleString("en-GB") + " listed" : "";
  };
  text.addEventListener("input", apply);
  severity.addEventListener("change", apply);
})();
`;
