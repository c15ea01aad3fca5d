// Before the page is drawn, so that it does not flash in the other colours.
'use strict';
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('cyclops-theme');
  } catch {
    // No storage: as the system has it.
  }
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.dataset.theme = chosen;
  }
})();
